// Where the eye and the focus go when something new comes.
const nearEnd = 120;
const waitForNext = 1200;

export class Follow {
  composer;
  #root;
  #log;
  #latest;
  #stuck = true;
  #unseen = 0;
  #following = false;
  #touch = false;
  #timer;

  constructor(root) {
    this.#root = root;
    this.#log = root.querySelector('.log');
    this.#latest = root.querySelector('.latest');
    this.#log.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#latest.addEventListener('click', () => this.stick());
    root.addEventListener('pointerdown', event => { this.#touch = event.pointerType === 'touch'; });
    root.querySelector('textarea').addEventListener('input', () => { this.#following = false; });
    new ResizeObserver(() => this.#stuck && this.#toEnd()).observe(this.#log);
  }

  /** Goes to the end and stays there. */
  stick() {
    this.#stuck = true;
    this.#toEnd();
    this.#scrolled();
  }

  /** An answer was pressed: the focus is to come along to the next question. */
  pressed() {
    this.#following = true;
    this.stick();
  }

  count(fresh) {
    if (!this.#stuck) this.#unseen += fresh;
  }

  /** Does something to the list and puts scroll and focus right afterwards. */
  around(change) {
    const held = this.#log.contains(document.activeElement) && document.activeElement !== this.#log;
    change();
    if (this.#stuck) this.#toEnd();
    this.#showLatest();
    if (held && !this.#log.contains(document.activeElement)) this.#following = true;
    if (this.#following) this.#goOn();
  }

  /** Moves the focus to the newest answers; false when there are none. */
  toAnswers() {
    const groups = this.#log.querySelectorAll('.answers:not([aria-busy="true"])');
    const first = groups[groups.length - 1]?.querySelector('input, button') ?? this.#log.querySelector('.beginning:not([hidden]) button');
    first?.focus();
    return Boolean(first);
  }

  #goOn() {
    clearTimeout(this.#timer);
    const active = document.activeElement;
    const elsewhere = active && active !== document.body && !this.#root.contains(active);
    if (elsewhere || !this.composer.isEmpty) {
      this.#following = false;
      return;
    }
    if (this.#log.querySelector('.answers[aria-busy="true"]')?.contains(active)) return;
    if (this.#newestIsQuestion() && this.toAnswers()) {
      this.#following = false;
      return;
    }
    this.#timer = setTimeout(() => {
      if (this.#following && !this.#touch && document.activeElement === document.body) this.composer.focus();
      this.#following = false;
    }, waitForNext);
  }

  #newestIsQuestion() {
    const lines = this.#log.querySelectorAll('.line');
    return Boolean(lines[lines.length - 1]?.querySelector('.answers:not([aria-busy="true"])'));
  }

  #scrolled() {
    this.#stuck = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < nearEnd;
    if (this.#stuck) this.#unseen = 0;
    this.#showLatest();
  }

  #showLatest() {
    this.#latest.hidden = this.#stuck;
    this.#latest.querySelector('.latest-count').textContent = this.#unseen > 0 ? String(this.#unseen) : '';
  }

  #toEnd() {
    this.#log.scrollTop = this.#log.scrollHeight;
  }
}
