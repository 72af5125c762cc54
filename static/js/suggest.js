// The search's suggestions: a combobox with a list (ARIA Authoring Practices). the server makes the list.
// Without an option chosen Enter sends the form, as it does without scripts.

import { hear } from "./say.js";

const listOf = (field) => document.getElementById(field.getAttribute("aria-controls"));
const optionsOf = (field) => [...listOf(field).querySelectorAll("[role=option]")];
const chosenOf = (field) => document.getElementById(field.getAttribute("aria-activedescendant") ?? "");

function choose(field, option) {
  for (const one of optionsOf(field)) one.setAttribute("aria-selected", String(one === option));
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function open(field, wanted) {
  listOf(field).hidden = !wanted;
  field.setAttribute("aria-expanded", String(wanted));
  if (!wanted) choose(field, null);
}

const filled = (field) => field.value.trim() !== "" && listOf(field).childElementCount > 0;

const PAUSE = 180; // ms after the last letter
let waiting;
let asking = new AbortController();

async function ask(field) {
  asking.abort();
  asking = new AbortController();
  const url = new URL(field.form.action);
  url.searchParams.set("q", field.value);
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true", "HX-Trigger": field.id }, signal: asking.signal });
    if (!answer.ok) return open(field, false);
    const part = new DOMParser().parseFromString(await answer.text(), "text/html");
    listOf(field).replaceChildren(...part.body.childNodes);
  } catch {
    return undefined; // a later letter asked anew, or there is no connection: Enter still searches
  }
  choose(field, null);
  open(field, document.activeElement === field && filled(field));
  hear(listOf(field).querySelector("[data-said]")?.textContent ?? "");
  return undefined;
}

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches("[data-suggest]")) return;
  clearTimeout(waiting);
  if (field.value.trim()) waiting = setTimeout(ask, PAUSE, field);
  else open(field, false);
});

document.addEventListener("focusout", (event) => {
  if (!event.target.matches("[data-suggest]") || listOf(event.target).contains(event.relatedTarget)) return;
  open(event.target, false);
});

// A press on a suggestion keeps the focus in the field, so that the list is still there when it is let go.
document.addEventListener("pointerdown", (event) => {
  if (event.target.closest(".suggested")) event.preventDefault();
});

function step(field, by) {
  const options = optionsOf(field);
  const at = options.indexOf(chosenOf(field));
  const next = at < 0 ? (by > 0 ? 0 : options.length - 1) : at + by;
  choose(field, options[next] ?? null); // past either end is the field itself
}

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.matches?.("[data-suggest]") || event.isComposing) return;
  const shown = !listOf(field).hidden;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!shown && !filled(field)) return;
    event.preventDefault();
    open(field, true);
    step(field, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Escape" && shown) {
    event.preventDefault();
    open(field, false);
  } else if (event.key === "Enter" && shown && chosenOf(field)) {
    event.preventDefault();
    chosenOf(field).click();
  }
});

// This comes with the field's first focus: who types fast has written already, and nothing here has heard it.
const early = document.activeElement;
if (early?.matches("[data-suggest]") && early.value !== early.defaultValue && early.value.trim()) ask(early);
