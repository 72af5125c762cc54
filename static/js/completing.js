// What questions need to know completes as one types: marks after “{” or at a line's beginning, and the rows and options
// that a list below a table may name. The buttons of “What questions need to know” are the choices. A textarea may be no
// combobox, so it stays a text field that has a list; the list floats, and nothing on the page moves.

import { heightTo, put } from "./editor.js";
import { make } from "./dom.js";

const MOST = 8;
const body = () => document.getElementById("edit")?.elements.namedItem("body");
const list = make("ul", { id: "completing", class: "completing", role: "listbox", "aria-label": "Completions" });
const spoken = make("p", { class: "visually-hidden", role: "status" });
let offer = null; // { begin, choices } while the list is open
let left = -1; // where the list was left by Escape

const bare = (cell) => cell.replace(/\{[^{}]*\}/g, "").trim();
const begins = (word, name) => name.toLowerCase().startsWith(word.toLowerCase());

// The buttons' marks whose name begins like this; ``braced`` where the braces are there already.
function marks(word, braced) {
  return [...document.querySelectorAll("#marks [data-mark], #marks [data-list]")]
    .filter((button) => begins(word, button.textContent) && !(braced && button.dataset.list))
    .map((button) => {
      const { mark, list: head, item } = button.dataset;
      const piece = head ? `**${head}**\n\n- ${item}\n` : braced ? mark : `{${mark}}`;
      const told = button.parentElement.textContent.replace(button.textContent, "").trim().replace(/\s+/g, " ");
      return { name: button.textContent, told, piece, own: head ? item : /"(.*)"/.exec(mark)?.[1] };
    });
}

// The rows and options of the table above, where the line is an item of its list “Why” or “Needs”; else null.
function named(lines) {
  let at = lines.length - 1;
  while (at >= 0 && (lines[at] === "" || lines[at].startsWith("- "))) at -= 1;
  const head = /^\*\*(Why|Needs)\*\*$/.exec(lines[at] ?? "")?.[1];
  while (head && at >= 0 && !lines[at].startsWith("|")) at -= 1;
  const table = [];
  for (; head && lines[at]?.startsWith("|"); at -= 1) table.unshift(lines[at].split("|").slice(1, -1).map(bare));
  if (table.length < 3) return null;
  const caption = lines.slice(Math.max(0, at - 1), at + 1).join(" ");
  const [across, down] = [table[0].slice(1), table.slice(2).map(([label]) => label)];
  return { head, ...(caption.includes("options=rows") ? { rows: across, options: down } : { rows: down, options: across }) };
}

const fitting = (names, word, after) => names.filter((name) => begins(word, name) && name !== word)
  .map((name) => ({ name, told: "", piece: `${name}${after}`, own: undefined }));

// What may stand where the text ends: from which place on, and which choices; the first is chosen where it is meant.
function offered(before) {
  const lines = before.split("\n");
  const line = lines.pop();
  const brace = /\{((?:[^{}:"]|"[^"]*")*\s)?([a-z]*)$/.exec(line);
  if (brace && (brace[1] === undefined || brace[2])) {
    const within = brace[1] !== undefined;
    return { begin: before.length - brace[2].length - !within, choices: marks(brace[2], within), meant: true };
  }
  const word = /^[A-Za-z]{2,}$/.exec(line)?.[0];
  if (word) return { begin: before.length - word.length, choices: marks(word, false), meant: false };
  const [, row] = /^- ([^:]*)$/.exec(line) ?? [];
  const [, option] = /^- .*→ (?:.*, )?([^,]*)$/.exec(line) ?? [];
  const wanted = option ?? row;
  const known = wanted === undefined ? null : named(lines);
  if (!known || (option !== undefined && known.head === "Why")) return null;
  const choices = option === undefined ? fitting(known.rows, row, ": ") : fitting(known.options, option, "");
  return { begin: before.length - wanted.length, choices, meant: wanted !== "" };
}

const chosen = () => list.querySelector("[aria-selected=true]");

function choose(option) {
  for (const one of list.children) one.setAttribute("aria-selected", String(one === option));
  if (option) body().setAttribute("aria-activedescendant", option.id);
  else body()?.removeAttribute("aria-activedescendant");
  if (option) list.scrollTop = option.offsetTop - (list.clientHeight - option.offsetHeight) / 2;
}

// Below the line that is written, or above it where there is no room, and never out of the window.
function place(text) {
  const field = text.getBoundingClientRect();
  const below = field.top + Math.min(heightTo(text, offer.begin) - text.scrollTop, field.height);
  const above = below - list.offsetHeight - 2 * parseFloat(getComputedStyle(text).lineHeight);
  const room = innerHeight - list.offsetHeight;
  Object.assign(list.style, { left: `${field.left}px`, maxWidth: `${field.width}px` });
  list.style.top = `${Math.max(0, Math.min(below <= room ? below : above, room))}px`;
}

function close() {
  if (!offer) return;
  choose(null);
  list.remove();
  offer = null;
}

function open(text, found) {
  offer = found;
  list.replaceChildren(...found.choices.map(({ name, told }, number) => make(
    "li", { role: "option", id: `completing-${number}`, "aria-selected": "false" },
    make("code", {}, name), ...(told ? [make("span", { class: "small muted" }, told)] : []),
  )));
  document.querySelector("main").append(list);
  for (const [name, value] of [["autocomplete", "list"], ["haspopup", "listbox"], ["controls", list.id]]) {
    text.setAttribute(`aria-${name}`, value);
  }
  place(text);
  choose(found.meant ? list.firstElementChild : null);
  spoken.textContent = `${found.choices.length} to complete with: the arrow keys choose, Enter takes one.`;
}

function take(option) {
  const { begin, choices } = offer;
  const { piece, own } = choices[[...list.children].indexOf(option)];
  const text = body();
  close();
  const braced = piece.endsWith("}") && text.value[text.selectionEnd] === "}";
  put(text, begin, text.selectionEnd + braced, piece, own);
}

document.addEventListener("input", (event) => {
  const text = event.target;
  if (text !== body() || !event.isTrusted || event.isComposing) return;
  const end = text.selectionEnd;
  const found = offered(text.value.slice(0, end));
  close();
  if (found?.begin !== left) left = -1;
  if (found && left < 0 && found.choices.length && /^(\s|$|\})/.test(text.value.slice(end))) {
    open(text, { ...found, choices: found.choices.slice(0, MOST) });
  }
});

// Before the editor's own keys, and Tab leaves the text as ever where nothing is chosen.
document.addEventListener("keydown", (event) => {
  if (!offer || event.target !== body() || event.isComposing) return;
  const all = [...list.children];
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) choose(all[(all.indexOf(chosen()) + by + (chosen() || by > 0 ? 0 : 1) + all.length) % all.length]);
  else if (["Enter", "Tab"].includes(event.key) && chosen() && !event.shiftKey) take(chosen());
  else if (event.key === "Escape") {
    left = offer.begin;
    close();
  } else return;
  event.preventDefault();
}, true);

list.addEventListener("pointerdown", (event) => event.preventDefault()); // the text keeps the focus
list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) take(option);
});
document.addEventListener("focusout", close, true);
document.addEventListener("scroll", (event) => { if (offer && event.target !== list) place(body()); }, true);
document.querySelector("main").append(spoken);
addEventListener("resize", close);
