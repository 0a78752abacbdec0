import { make } from './dom.js';

const link = /https?:\/\/[^\s<>"“”]+|(?:tel|sms):\+?[0-9][0-9-]*[0-9]/gi;
const trailing = /[.,;:!?'’)\]]+$/;

// In a card of help a number is there to be called and a bare site to be opened: 988, 0800 111 0 111, www.rainn.org.
// A time, "24/7" and a number inside a word are not.
const linkInCard = new RegExp(
  link.source
  + String.raw`|(?<![\w.-])(?:www\.)?(?:[a-z0-9-]+\.)+(?:com|org|net|de|at|ch|es|uk|us|ca|au|nz|ie|mx|ar|cl|co|eu|info|gov|edu|nl|fr|it|pt)(?:\/[^\s<>"“”]*)?(?![\w@-])`
  + String.raw`|(?<![\w/:.,+-])\+?\d(?:[ \u00a0.-]?\d){2,14}(?![\w/:%€$-]|[.,]\d)`,
  'gi');

/** The text as nodes, with what can be followed as links; never as HTML. */
export function linkify(text, inCard) {
  const nodes = [];
  let position = 0;
  for (const match of text.matchAll(inCard ? linkInCard : link)) {
    const shown = /^https?:/i.test(match[0]) ? balanced(match[0]) : match[0].replace(trailing, '');
    if (!shown) continue;
    nodes.push(text.slice(position, match.index), anchor(shown));
    position = match.index + shown.length;
  }
  nodes.push(text.slice(position));
  return nodes.filter(node => node !== '');
}

/** A closing bracket at the end belongs to the sentence unless it was opened inside the link. */
function balanced(shown) {
  let end = shown;
  while (trailing.test(end)) {
    if (end.endsWith(')') && end.split('(').length === end.split(')').length) break;
    end = end.slice(0, -1);
  }
  return end;
}

function anchor(shown) {
  const target = /^(https?|tel|sms):/i.test(shown) ? shown
    : /^\+?[\d\s\u00a0.-]+$/.test(shown) ? `tel:${shown.replace(/[^\d+]/g, '')}`
    : `https://${shown}`;
  const element = make('a', '', shown.replace(/^(tel|sms):/i, ''));
  element.href = target;
  element.dir = 'auto';
  if (/^https?:/i.test(target)) {
    element.target = '_blank';
    element.rel = 'noopener noreferrer';
    element.referrerPolicy = 'no-referrer';
  }
  return element;
}
