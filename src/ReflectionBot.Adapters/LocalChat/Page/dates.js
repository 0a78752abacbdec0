import { language, words } from './words.js';

const locale = navigator.languages?.find(tag => tag.startsWith(language)) ?? language;
const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
const nearDay = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const farDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });

export const timeOf = at => time.format(at);

/** The same for two moments of the same local day. */
export const dayKey = at => new Date(at).toDateString();

export function dayName(at, now = Date.now()) {
  if (dayKey(at) === dayKey(now)) return words.today;
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (dayKey(at) === yesterday.toDateString()) return words.yesterday;
  return (new Date(at).getFullYear() === new Date(now).getFullYear() ? nearDay : farDay).format(at);
}
