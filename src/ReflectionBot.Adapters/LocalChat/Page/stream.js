// One stream for everybody on the page. The browser reconnects by itself and says what it saw last; this adds what it
// leaves out: a connection that died silently, a refusal, a tab that nobody looks at.
const silence = 40_000;
const hiddenFor = 20_000;
const longestPause = 15_000;

export class Stream {
  #people = [];
  #source;
  #lastId = '';
  #pause = 1000;
  #watch;
  #again;
  #asleep;

  constructor(hear, stateChanged) {
    this.hear = hear;
    this.stateChanged = stateChanged;
    document.addEventListener('visibilitychange', () => this.#visibility());
    addEventListener('online', () => this.#open());
    addEventListener('pagehide', () => this.#close());
    addEventListener('pageshow', event => event.persisted && this.#open());
  }

  /** Listens for these people from now on; whoever is new is heard from the beginning. */
  follow(people) {
    this.#people = people;
    this.#open();
  }

  /** Forgets what was seen of a person, so that everything comes again. */
  forget(person) {
    this.#lastId = this.#lastId.split(',').filter(part => !part.startsWith(`${person}=`)).join(',');
    this.#open();
  }

  #open() {
    this.#close();
    if (this.#people.length === 0) return;
    this.stateChanged('opening');
    const source = new EventSource(`/chat/${this.#people.join(',')}/events?after=${encodeURIComponent(this.#lastId)}`);
    this.#source = source;
    this.#watching();
    source.onopen = () => {
      this.#pause = 1000;
      this.#watching();
      this.stateChanged('open');
    };
    source.onerror = () => {
      this.stateChanged('lost');
      if (source.readyState === EventSource.CLOSED) this.#later();
    };
    for (const type of ['lines', 'unlogged', 'typing', 'trouble', 'heartbeat']) {
      source.addEventListener(type, event => {
        this.#watching();
        if (event.lastEventId) this.#lastId = event.lastEventId;
        if (event.data) this.hear(type, JSON.parse(event.data));
      });
    }
  }

  #close() {
    clearTimeout(this.#watch);
    clearTimeout(this.#again);
    this.#source?.close();
    this.#source = undefined;
  }

  #later() {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#open(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, longestPause);
  }

  #watching() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => {
      this.stateChanged('lost');
      this.#open();
    }, silence);
  }

  // A browser keeps six connections to one host: a tab nobody looks at gives its own back.
  #visibility() {
    clearTimeout(this.#asleep);
    if (document.hidden) this.#asleep = setTimeout(() => this.#close(), hiddenFor);
    else if (!this.#source) this.#open();
  }
}
