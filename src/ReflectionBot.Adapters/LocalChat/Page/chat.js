import { Conversation } from './conversation.js';
import { Menu } from './menu.js';
import { RoomDesk } from './room.js';
import { Stream } from './stream.js';
import { language, speak, words } from './words.js';

const maxAtOnce = 6;
const isName = name => /^[a-z0-9-]{1,24}$/.test(name);
const isRoom = name => name.startsWith('~');
const chats = new Map();
const main = document.querySelector('.chats');
const tabs = document.querySelector('.tabs');
const state = document.querySelector('.state');
let current;
let lostSince;

document.documentElement.lang = language;
speak(document);

const stream = new Stream(
  (type, data) => chats.get(data.person)?.hear(type, data),
  now => {
    if (now === 'open') {
      clearTimeout(lostSince);
      lostSince = undefined;
      showState('open');
      for (const chat of chats.values()) chat.outbox.retry();
    } else {
      // A short break is no news.
      lostSince ??= setTimeout(() => showState(state.dataset.state ? 'lost' : 'opening'), 1200);
    }
  });

function showState(name) {
  state.dataset.state = name;
  state.textContent = words[name];
}

function show(names) {
  const people = [...names, ...rooms];
  for (const [person, chat] of chats) {
    if (!people.includes(person)) {
      chat.root.remove();
      chats.delete(person);
    }
  }
  for (const person of people) {
    if (!chats.has(person)) chats.set(person, new Conversation(person, name => stream.forget(name), markTab, isRoom(person) ? roomDesk : undefined));
    main.append(chats.get(person).root);
    chats.get(person).desk?.people(names);
  }
  document.body.classList.toggle('several', people.length > 1);
  showTabs(people);
  stream.follow(people);
}

function showTabs(people) {
  tabs.hidden = people.length < 2;
  tabs.replaceChildren(...people.map(person => {
    const tab = document.createElement('button');
    tab.type = 'button';
    tab.textContent = isRoom(person) ? `${words.group} ${person.slice(1)}` : person;
    tab.dataset.person = person;
    tab.setAttribute('role', 'tab');
    tab.addEventListener('click', () => choose(person));
    tab.addEventListener('keydown', event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      choose(people[(people.indexOf(person) + step + people.length) % people.length]);
      tabs.querySelector('[aria-selected="true"]').focus();
    });
    return tab;
  }));
  choose(people.includes(current) ? current : people[0]);
}

function choose(person) {
  current = person;
  for (const [name, chat] of chats) chat.root.toggleAttribute('data-shown', name === person);
  for (const tab of tabs.children) {
    const chosen = tab.dataset.person === person;
    tab.setAttribute('aria-selected', String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    if (chosen) tab.removeAttribute('data-new');
  }
  chats.get(person)?.follow.stick();
}

function markTab(person) {
  if (person !== current) tabs.querySelector(`[data-person="${person}"]`)?.setAttribute('data-new', '');
}

function roomDesk(chat) {
  return new RoomDesk(chat, (person, body) => {
    chats.get(person)?.outbox.add(body);
    chats.get(person)?.follow.stick();
  });
}

function named(parameter, most) {
  return [...new Set(new URLSearchParams(location.search).getAll(parameter))].filter(isName).slice(0, most);
}

const rooms = named('in', 1).map(name => `~${name}`);
const mostPeople = maxAtOnce - rooms.length;

function fromAddress() {
  const people = named('as', mostPeople);
  return people.length > 0 ? people : ['me'];
}

const menu = new Menu(() => [...chats.keys()].filter(name => !isRoom(name)), people => {
  const shown = [...people.map(person => `as=${person}`), ...rooms.map(room => `in=${room.slice(1)}`)];
  const address = people.length === 1 && people[0] === 'me' && rooms.length === 0 ? '/' : `/?${shown.join('&')}`;
  history.replaceState(null, '', address);
  show(people);
}, { isName, maxAtOnce: mostPeople });

document.querySelector('.menu-button').addEventListener('click', () => menu.open());
document.querySelector('.bar-help').addEventListener('click', () => chats.get(current)?.help());
document.querySelector('.leave').addEventListener('click', () => {
  leaving = true;
  location.replace('/blank');
});

let leaving = false;
addEventListener('beforeunload', event => {
  if (!leaving && [...chats.values()].some(chat => chat.hasUnsent)) event.preventDefault();
});

show(fromAddress());
if (matchMedia('(pointer: fine)').matches) chats.get(current).composer.focus();
