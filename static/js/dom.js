// Small helpers: for building what only exists with JavaScript, and for what a key of any keyboard stands for.

const sprite = document.querySelector(".icon use")?.getAttribute("href").split("#")[0];

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(space, "use"));
  svg.firstChild.setAttribute("href", `${sprite}#${name}`);
  return svg;
}

export const text = (node) => node.textContent.trim();

const NAMES = { " ": "space" };

// What a key may stand for, the surest first. The sign itself; its digit, whatever the script; without Shift the digit
// whose key it is, as French and Czech rows have signs there; and where letters are not Latin, the Latin one of that key.
export function meanings({ key, code, shiftKey }) {
  const found = [NAMES[key] ?? key.toLowerCase()];
  if ([...key].length !== 1) return found;
  if (/\p{Nd}/u.test(key)) found.push(digit(key));
  const [, row] = /^Digit(\d)$/.exec(code) ?? [];
  if (row && !shiftKey) found.push(row);
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  if (letter && /\p{L}/u.test(key) && !/\p{Script=Latin}/u.test(key)) found.push(letter.toLowerCase());
  return found;
}

// Each script has its ten digits in a row, from zero on.
function digit(sign) {
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(sign.codePointAt(0) - value - 1))) value += 1;
  return String(value);
}
