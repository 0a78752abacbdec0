// What the person did and the bot has not taken yet, in order. Kept in memory only: nothing unsent is ever written to
// the disk of a device that somebody else may read.
const pauses = [1000, 2000, 5000, 10_000, 30_000];

// Not randomUUID: that one is missing where the page comes over plain HTTP from another machine.
const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');

export class Outbox {
  #person;
  #changed;
  #waiting = [];
  #running = false;
  #wakes = new Set();

  constructor(person, changed) {
    this.#person = person;
    this.#changed = changed;
  }

  /** Posts not yet answered, oldest first: {id, body, state: sending | waiting | refused, code}. */
  get posts() {
    return this.#waiting;
  }

  /** Puts a post in line; help never waits behind anything. */
  add(body) {
    const post = { id: newId(), body, state: 'sending', code: '', at: Date.now(), tries: 0 };
    this.#waiting.push(post);
    if (body.command === 'help') this.#alone(post);
    else this.#run();
    return post;
  }

  /** Drops a post and hands it back. */
  take(id) {
    const found = this.#waiting.find(post => post.id === id);
    this.#waiting = this.#waiting.filter(post => post !== found);
    this.#changed();
    return found;
  }

  /** Tries again at once. */
  retry() {
    for (const wake of this.#wakes) wake();
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    for (let post; (post = this.#waiting.find(next => next.state !== 'refused' && !next.alone));) await this.#deliver(post);
    this.#running = false;
  }

  async #alone(post) {
    post.alone = true;
    await this.#deliver(post);
  }

  async #deliver(post) {
    while (this.#waiting.includes(post) && post.state !== 'refused') {
      post.state = post.tries === 0 ? 'sending' : post.state;
      this.#changed();
      const { taken, refused, code, after } = await this.#post(post);
      if (taken) {
        post.done = true;
        this.#waiting = this.#waiting.filter(other => other !== post);
      } else {
        post.state = refused ? 'refused' : 'waiting';
        post.code = code;
      }
      this.#changed(taken ? post : undefined);
      if (taken || refused) return;
      await this.#rest(after ?? pauses[Math.min(post.tries++, pauses.length - 1)]);
    }
  }

  async #post(post) {
    try {
      const response = await fetch(`/chat/${this.#person}/inputs`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ id: post.id, ...post.body }),
        cache: 'no-store',
      });
      if (response.ok) return { taken: true };
      const code = (await response.json().catch(() => ({}))).code ?? '';
      const seconds = Number(response.headers.get('Retry-After'));
      const comesAgain = response.status === 429 || response.status >= 500;
      return { refused: !comesAgain, code, after: seconds > 0 ? seconds * 1000 : undefined };
    } catch {
      return { code: '' };
    }
  }

  #rest(pause) {
    return new Promise(resolve => {
      const wake = () => {
        clearTimeout(timer);
        this.#wakes.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, pause);
      this.#wakes.add(wake);
    });
  }
}
