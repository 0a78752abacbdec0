import { make } from './dom.js';
import { renderLine } from './line.js';
import { words } from './words.js';

/** A message that is still on its way, or a press that could not be handed over yet. */
export function renderPost(post, id, { retry, takeBack }) {
  const element = post.body.text
    ? renderLine('', { id, mine: true, at: post.at, text: post.body.text }, () => {})
    : make('div', 'line mine', make('div', 'meta'));
  element.dataset.line = id;
  const meta = element.querySelector('.meta');
  if (post.done || (post.state === 'sending' && post.tries === 0)) {
    meta.dataset.state = post.done ? 'sent' : 'sending';
    return element;
  }
  meta.classList.add('fault');
  const why = words[post.code] ?? (post.state === 'refused' ? words.refused : words.waiting);
  const button = make('button', '', post.state === 'refused' ? words.takeBack : words.retry);
  button.type = 'button';
  button.addEventListener('click', post.state === 'refused' ? takeBack : retry);
  meta.replaceChildren(make('span', '', why), button);
  return element;
}
