import { make } from './dom.js';
import { words } from './words.js';

/** What stands below a group's posts: who presses its buttons, and the commands that are given there. */
export class RoomDesk {
  #who;
  #post;

  /** @param post (person, body): does something as one of the people on the page. */
  constructor(chat, post) {
    this.#post = post;
    this.group = chat.person;
    chat.root.classList.add('room');
    chat.root.querySelector('.chat-name').textContent = `${words.group} ${chat.person.slice(1)}`;
    chat.root.querySelector('.beginning').replaceChildren(make('p', '', words.roomEmpty));
    this.#who = make('select');
    const rounds = make('button', 'quiet-button', words.rounds);
    rounds.type = 'submit';
    const suggest = make('button', 'quiet-button', words.suggest);
    suggest.type = 'button';
    suggest.addEventListener('click', () => this.act({ command: 'suggest', group: this.group }));
    const desk = make('form', 'room-desk', make('label', '', `${words.roomAs} `, this.#who), rounds, suggest);
    desk.addEventListener('submit', event => {
      event.preventDefault();
      this.act({ command: 'round', group: this.group });
    });
    chat.root.querySelector('.composer').replaceWith(desk);
  }

  /** Keeps whoever is chosen while they are still there. */
  people(names) {
    const chosen = this.#who.value;
    this.#who.replaceChildren(...names.map(name => {
      const option = make('option', '', name);
      option.value = name;
      return option;
    }));
    if (names.includes(chosen)) this.#who.value = chosen;
  }

  act(body) {
    this.#post(this.#who.value, body);
  }
}
