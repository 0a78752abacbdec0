import { make } from './dom.js';
import { words } from './words.js';

const remembered = 'look';

/** Light or dark, who is shown, and the rest that need not be in sight. */
export class Menu {
  #dialog = document.querySelector('.menu');
  #list = document.querySelector('.people-list');
  #fault = document.querySelector('.menu .fault');
  #shown;
  #show;
  #rules;

  constructor(shown, show, rules) {
    this.#shown = shown;
    this.#show = show;
    this.#rules = rules;
    this.#look(localStorage.getItem(remembered) ?? '');
    for (const choice of this.#dialog.querySelectorAll('[name="theme"]')) {
      choice.checked = choice.value === (document.documentElement.dataset.theme ?? '');
      choice.addEventListener('change', () => this.#look(choice.value));
    }
    this.#dialog.querySelector('.menu-close').addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('click', event => event.target === this.#dialog && this.#dialog.close());
    this.#dialog.querySelector('.people').addEventListener('submit', event => {
      event.preventDefault();
      this.#add();
    });
  }

  async open() {
    this.#fault.hidden = true;
    this.#people(this.#shown());
    this.#dialog.showModal();
    const known = await fetch('/chat/people').then(response => (response.ok ? response.json() : [])).catch(() => []);
    this.#people([...new Set([...this.#shown(), ...known])]);
  }

  #people(names) {
    const shown = this.#shown();
    this.#list.replaceChildren(...names.map(name => {
      const box = make('input');
      box.type = 'checkbox';
      box.value = name;
      box.checked = shown.includes(name);
      box.addEventListener('change', () => this.#choose(box));
      return make('label', '', box, name);
    }));
  }

  #choose(box) {
    const ticked = [...this.#list.querySelectorAll('input:checked')].map(other => other.value);
    if (ticked.length === 0 || ticked.length > this.#rules.maxAtOnce) {
      box.checked = !box.checked;
      if (ticked.length > 0) this.#say(words.tooManyPeople);
      return;
    }
    this.#fault.hidden = true;
    this.#show(ticked);
  }

  #add() {
    const field = this.#dialog.querySelector('#person-name');
    const name = field.value.trim().toLowerCase();
    const shown = this.#shown();
    if (!this.#rules.isName(name)) return this.#say(words.badName);
    if (!shown.includes(name) && shown.length >= this.#rules.maxAtOnce) return this.#say(words.tooManyPeople);
    field.value = '';
    this.#fault.hidden = true;
    this.#show([...new Set([...shown, name])]);
    const names = [...this.#list.querySelectorAll('input')].map(box => box.value);
    this.#people([...new Set([...names, name])]);
  }

  #say(text) {
    this.#fault.textContent = text;
    this.#fault.hidden = false;
  }

  #look(theme) {
    if (theme) {
      document.documentElement.dataset.theme = theme;
      localStorage.setItem(remembered, theme);
    } else {
      delete document.documentElement.dataset.theme;
      localStorage.removeItem(remembered);
    }
  }
}
