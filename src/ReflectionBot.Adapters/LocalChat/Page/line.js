import { icon, icons, make } from './dom.js';
import { linkify } from './linkify.js';
import { timeOf } from './dates.js';
import { words } from './words.js';

const onlyEmoji = /^(?:\p{Extended_Pictographic}|\p{Emoji_Component}|\s){1,24}$/u;
const pictograph = /\p{Extended_Pictographic}/u;
// eslint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const longestShown = 4097;

/** The element of one line: bubble, file, answers or what was chosen. */
export function renderLine(person, line, press) {
  const element = make('div', line.mine ? 'line mine' : 'line');
  element.dataset.line = line.id;
  element.append(bubble(line));
  if (line.file) element.append(file(person, line));
  if (line.options?.length) element.append(answers(line, press));
  else if (line.chosen) element.append(chosen(line.chosen));
  element.append(meta(line));
  return element;
}

function bubble(line) {
  const text = line.text.replace(control, '').slice(0, longestShown);
  const isCard = !line.mine && line.kind === 'Card';
  const kinds = { Card: ' card', Notice: ' notice' };
  const look = line.mine ? '' : kinds[line.kind] ?? '';
  const element = make('div', `bubble${look}${!look && onlyEmoji.test(text) && pictograph.test(text) ? ' emoji' : ''}`);
  element.dir = 'auto';
  element.append(make('span', 'sr', line.mine ? words.youSaid : words.botSaid));
  // A Card is read by somebody who can hardly read: each of its lines stands apart.
  if (isCard) element.append(...text.split('\n').filter(part => part.trim()).map(part => make('span', 'card-line', ...linkify(part, true))));
  else element.append(...linkify(text, false));
  return element;
}

function meta(line) {
  const element = make('div', 'meta');
  const time = make('time', '', timeOf(line.at));
  time.dateTime = new Date(line.at).toISOString();
  element.append(time);
  if (line.edited) element.append(words.edited);
  return element;
}

function chosen(text) {
  const element = make('div', 'chosen', icon(icons.check), make('span', 'sr', words.youChose), make('span', '', text));
  element.lastChild.dir = 'auto';
  return element;
}

function file(person, line) {
  const element = make('a', 'file', icon(icons.file), make('span', '', line.file));
  element.href = `/chat/${person}/documents/${encodeURIComponent(line.id)}`;
  element.download = line.file;
  return element;
}

function answers(line, press) {
  const element = make('div', line.pickSeveral ? 'answers several-answers' : 'answers');
  element.setAttribute('role', 'group');
  element.setAttribute('aria-label', words.answers);
  const isTick = option => line.pickSeveral && (option.look === 'Picked' || option.look === 'Unpicked');
  const ticks = line.options.filter(isTick);
  if (ticks.length > 0) element.append(tickList(ticks));
  const quiet = make('div', 'quiet-row');
  for (const option of line.options.filter(option => !isTick(option))) {
    const button = make('button', option.look.toLowerCase(), option.label);
    button.type = 'button';
    button.dir = 'auto';
    button.addEventListener('click', () => {
      if (element.getAttribute('aria-busy') === 'true') return;
      const ticked = option.look === 'Quiet' ? [] : [...element.querySelectorAll('.tick input:checked')].map(box => box.value);
      busy(element, button);
      press(line, [...ticked, option.id], () => idle(element, button));
    });
    (option.look === 'Quiet' ? quiet : element).append(button);
  }
  if (quiet.firstChild) element.append(quiet);
  element.addEventListener('keydown', walk);
  return element;
}

function tickList(options) {
  const list = make('div', 'ticks');
  for (const option of options) {
    const box = make('input');
    box.type = 'checkbox';
    box.value = option.id;
    box.checked = option.look === 'Picked';
    const label = make('span', '', option.label);
    label.dir = 'auto';
    list.append(make('label', 'tick', box, label));
  }
  return list;
}

function busy(element, button) {
  element.setAttribute('aria-busy', 'true');
  button.classList.add('pressed');
}

function idle(element, button) {
  element.removeAttribute('aria-busy');
  button.classList.remove('pressed');
}

/** Arrow keys walk through the answers; Tab works as everywhere. */
function walk(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
  const stops = [...this.querySelectorAll('input, button')];
  const next = stops[stops.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
