import { Composer } from './composer.js';
import { dayKey, dayName } from './dates.js';
import { make } from './dom.js';
import { Follow } from './follow.js';
import { renderLine } from './line.js';
import { Outbox } from './outbox.js';
import { renderPost } from './post.js';
import { speak, words } from './words.js';

const groupGap = 5 * 60_000;
const typingFor = 8000;

/** One person's chat: what is shown, what is on its way, and what the person does. */
export class Conversation {
  #lines = new Map();
  #unlogged = new Map();
  #sent = new Map();
  #shown = new Map();
  #pressed = new Map();
  #typing;
  #drawing;
  #heard = false;
  #caughtUp = false;

  /** @param room for a group: (chat) gives what acts there in place of an outbox of its own. */
  constructor(person, incomplete, arrived, room) {
    this.person = person;
    this.incomplete = incomplete;
    this.arrived = arrived;
    this.root = document.querySelector('#chat').content.firstElementChild.cloneNode(true);
    speak(this.root);
    this.root.setAttribute('aria-label', person);
    this.root.querySelector('.chat-name').textContent = person;
    this.log = this.root.querySelector('.log');
    this.log.setAttribute('aria-label', `${words.chat}: ${person}`);
    this.list = this.root.querySelector('.lines');
    this.outbox = room ? { posts: [], add() {}, retry() {}, take() {} } : new Outbox(person, post => this.#posted(post));
    this.follow = new Follow(this.root);
    this.composer = new Composer(this.root.querySelector('.composer'), text => this.#say(text), () => this.follow.toAnswers());
    this.follow.composer = this.composer;
    this.root.querySelector('.start').addEventListener('click', () => {
      this.outbox.add({ command: 'start' });
      this.follow.pressed();
    });
    this.root.querySelector('.help-button').addEventListener('click', () => this.help());
    this.desk = room?.(this);
  }

  get hasUnsent() {
    return this.outbox.posts.some(post => post.body.text);
  }

  help() {
    if (this.desk) return this.desk.act({ command: 'help' });
    this.outbox.add({ command: 'help' });
    this.follow.stick();
  }

  hear(type, data) {
    if (type === 'typing') return this.#showTyping(true);
    this.root.querySelector('.trouble').hidden = type !== 'trouble';
    this.#heard = true;
    if (type === 'trouble') this.#caughtUp = true;
    if (type === 'lines') this.#take(data);
    if (type === 'unlogged') for (const line of data.lines) this.#unlogged.set(line.id, line);
    if (type === 'lines' || type === 'unlogged') {
      if (data.lines.some(line => !line.mine)) this.#showTyping(false);
      this.#announce(data.lines);
      this.#draw();
    }
  }

  #take({ present, lines }) {
    const news = new Map(lines.map(line => [line.id, line]));
    if (present.some(id => !news.has(id) && !this.#lines.has(id))) return this.incomplete(this.person);
    if (present.length === 0 && this.#lines.size > 0) this.#keepLastWords();
    // What was taken is in the log by now, or was cleared from it.
    this.#sent.clear();
    this.#lines = new Map(present.map(id => [id, news.get(id) ?? this.#lines.get(id)]));
    for (const id of present) this.#unlogged.delete(id);
  }

  #keepLastWords() {
    for (const [id, line] of this.#unlogged) if (!line.lastWord) this.#unlogged.delete(id);
  }

  #say(text) {
    this.outbox.add({ text });
    this.follow.stick();
  }

  #posted(done) {
    // Until the stream shows it, a message that was taken stays where it is.
    if (done?.body.text && !this.#lines.has(`in-${done.id}`)) this.#sent.set(`in-${done.id}`, done);
    if (done && this.#pressed.has(done.id)) {
      this.#pressed.get(done.id)();
      this.#pressed.delete(done.id);
    }
    this.#draw();
  }

  #press(line, options, release) {
    if (this.desk) {
      // Somebody else may press the same button next.
      release();
      return this.desk.act({ options });
    }
    const post = this.outbox.add({ options });
    this.#pressed.set(post.id, release);
    this.follow.pressed();
  }

  /** Many changes in a row are drawn once. */
  #draw() {
    this.#drawing ??= setTimeout(() => {
      this.#drawing = undefined;
      this.#drawNow();
    }, 10);
  }

  #drawNow() {
    const wasBusy = this.log.getAttribute('aria-busy') === 'true';
    const entries = [...this.#lines.values()].map(line => this.#lineEntry(line));
    for (const line of this.#unlogged.values()) {
      const later = entries.findIndex(entry => entry.at > line.at);
      entries.splice(later < 0 ? entries.length : later, 0, this.#lineEntry(line));
    }
    const known = new Set(entries.map(entry => entry.id));
    for (const post of [...this.#sent.values(), ...this.outbox.posts]) {
      const id = `in-${post.id}`;
      if (!known.has(id) && (post.body.text || post.state !== 'sending')) entries.push(this.#postEntry(post, id));
    }
    this.follow.around(() => this.#arrange(entries, wasBusy));
    this.root.querySelector('.beginning').hidden = entries.length > 0 || this.outbox.posts.length > 0 || !this.#heard;
    if (wasBusy && known.size > 0) setTimeout(() => this.log.setAttribute('aria-busy', 'false'), 300);
    else if (known.size === 0) this.log.setAttribute('aria-busy', 'false');
  }

  #lineEntry(line) {
    return {
      id: line.id, at: line.at, mine: line.mine, key: line,
      endsMine: line.mine || Boolean(line.chosen && !line.options?.length),
      make: () => renderLine(this.person, line, (...pressed) => this.#press(...pressed)),
    };
  }

  #postEntry(post, id) {
    return {
      id, at: post.at, mine: true, endsMine: true, key: `${post.state}${post.code}${post.done ?? ''}`,
      make: () => renderPost(post, id, {
        retry: () => this.outbox.retry(),
        takeBack: () => this.composer.giveBack(this.outbox.take(post.id)?.body.text ?? ''),
      }),
    };
  }

  /** Brings the list into order with as little change as possible, so that focus and screen readers stay where they are. */
  #arrange(entries, quietly) {
    const shown = new Map();
    let place = this.list.firstChild;
    const put = element => {
      if (element === place) place = place.nextSibling;
      else this.list.insertBefore(element, place);
    };
    let previous;
    for (const entry of entries) {
      if (!previous || dayKey(previous.at) !== dayKey(entry.at)) {
        const key = `day ${dayKey(entry.at)}`;
        const day = this.#shown.get(key) ?? { element: make('div', 'day', make('span', '', dayName(entry.at))) };
        shown.set(key, day);
        put(day.element);
        previous = undefined;
      }
      const old = this.#shown.get(entry.id);
      const element = old?.key === entry.key ? old.element : entry.make();
      if (!old && !quietly) element.classList.add('arriving');
      const first = !previous || previous.endsMine !== entry.mine || entry.at - previous.at > groupGap;
      element.classList.toggle('first', first);
      if (previous?.element) previous.element.classList.toggle('last', first);
      element.classList.add('last');
      shown.set(entry.id, { element, key: entry.key });
      put(element);
      previous = { ...entry, element };
    }
    while (place) {
      const next = place.nextSibling;
      place.remove();
      place = next;
    }
    this.#shown = shown;
  }

  #announce(lines) {
    // What was said before the page opened is no news.
    const live = this.#caughtUp;
    this.#caughtUp = true;
    const fresh = lines.filter(line => !line.mine && !this.#shown.has(line.id));
    if (live && fresh.some(line => line.kind === 'Card')) {
      const alert = document.querySelector('#alert');
      alert.textContent = '';
      setTimeout(() => { alert.textContent = words.helpHere; }, 50);
    }
    if (live && fresh.length > 0) this.arrived(this.person, fresh.length);
    if (live) this.follow.count(fresh.length);
  }

  #showTyping(on) {
    clearTimeout(this.#typing);
    this.root.querySelector('.typing').hidden = !on;
    if (on) {
      this.follow.around(() => {});
      this.#typing = setTimeout(() => this.#showTyping(false), typingFor);
    }
  }
}
