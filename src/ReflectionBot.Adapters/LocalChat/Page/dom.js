const svg = 'http://www.w3.org/2000/svg';

/** An element with a class and children. Text only ever becomes a text node. */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

export function icon(path) {
  const image = document.createElementNS(svg, 'svg');
  image.setAttribute('viewBox', '0 0 24 24');
  image.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(svg, 'path');
  shape.setAttribute('d', path);
  image.append(shape);
  return image;
}

export const icons = {
  check: 'M5 13l4.5 4.5L19 7.5',
  file: 'M12 4v11M7 11l5 5 5-5M5 20h14',
};
