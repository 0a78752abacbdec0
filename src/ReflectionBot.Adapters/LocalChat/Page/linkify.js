import { make } from './dom.js';

const link = /https?:\/\/[^\s<>"“”]+|(?:tel|sms):\+?[0-9][0-9-]*[0-9]/gi;
const whatsApp = /whatsapp[^a-z]*$/i;
const trailing = /[.,;:!?'’)\]]+$/;

// In a card of help a number is there to be called and a bare site to be opened: 988, 0800 111 0 111, www.rainn.org.
// Hours (8-20, 09:00), "24/7" and a number inside a word are not.
const linkInCard = new RegExp(
  link.source
  + String.raw`|(?<![\w.-])(?:www\.)?(?:[a-z0-9-]+\.)+[a-z]{2,12}(?:\/[^\s<>"“”]*)?(?![\w@-])`
  + String.raw`|(?<![\w/:.,+-])(?!\d{1,2}-\d{1,2}(?![\d-]))\+?\d(?:[ \u00a0.-]?\d){2,14}(?![\w/:%€$-]|[.,]\d)`,
  'gi');

/** The text as nodes, with what can be followed as links; never as HTML. */
export function linkify(text, inCard) {
  const nodes = [];
  let position = 0;
  for (const match of text.matchAll(inCard ? linkInCard : link)) {
    const shown = /^https?:/i.test(match[0]) ? balanced(match[0]) : match[0].replace(trailing, '');
    if (!shown || !/^[a-z]+:|\./i.test(shown) && whatsApp.test(before(text, match.index))) continue;
    nodes.push(text.slice(position, match.index), anchor(shown, isWritten(before(text, match.index))));
    position = match.index + shown.length;
  }
  nodes.push(text.slice(position));
  return nodes.filter(node => node !== '');
}

/** What stands before a number in the same part of a sentence: "call or text", "text HOME to", "SMS con HOLA al". */
const before = (text, index) => text.slice(0, index).split(/[.,;:?\n]/).at(-1);

const isWritten = words => /\b(?:text|sms)\b/i.test(words) && !/\b(?:call|llam)/i.test(words);

/** A closing bracket at the end belongs to the sentence unless it was opened inside the link. */
function balanced(shown) {
  let end = shown;
  while (trailing.test(end)) {
    if (end.endsWith(')') && end.split('(').length === end.split(')').length) break;
    end = end.slice(0, -1);
  }
  return end;
}

function anchor(shown, written) {
  const target = /^(https?|tel|sms):/i.test(shown) ? shown
    : /^\+?[\d\s\u00a0.-]+$/.test(shown) ? `${written ? 'sms' : 'tel'}:${shown.replace(/[^\d+]/g, '')}`
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
