/** The field one writes in: grows with the text, Enter sends, Shift+Enter breaks the line. */
export class Composer {
  constructor(form, send, toAnswers) {
    this.field = form.querySelector('textarea');
    this.button = form.querySelector('.send');
    form.addEventListener('submit', event => {
      event.preventDefault();
      this.#send(send);
    });
    this.field.addEventListener('input', () => this.#fit());
    this.field.addEventListener('keydown', event => {
      // While an input method is composing, Enter chooses a word.
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        this.#send(send);
      } else if (event.key === 'ArrowUp' && this.isEmpty && toAnswers()) {
        event.preventDefault();
      }
    });
  }

  get isEmpty() {
    return this.field.value.trim() === '';
  }

  focus() {
    this.field.focus();
  }

  /** Puts a text that was not taken back in front of whatever is there. */
  giveBack(text) {
    this.field.value = this.field.value ? `${text}\n${this.field.value}` : text;
    this.#fit();
    this.focus();
  }

  #send(send) {
    if (this.isEmpty) return;
    send(this.field.value.trim().toWellFormed());
    this.field.value = '';
    this.#fit();
  }

  #fit() {
    this.button.setAttribute('aria-disabled', String(this.isEmpty));
    this.field.style.blockSize = 'auto';
    this.field.style.blockSize = `${this.field.scrollHeight}px`;
  }
}
