// Matching and sorting: the chips of a row are radio buttons and work by themselves. Here is what makes them quicker: the
// letter of a row leads to it, pressing what is pressed takes it back, and where each place is taken once, a row that
// takes another's gives its own in exchange. There arrows only move, lest going past a place takes it from its row.

import "./order.js";
import { make, meanings, text } from "./dom.js";
import { moved } from "./placed.js";
import { hear } from "./say.js";

const rows = (part) => [...part.querySelectorAll(".placing-row[role=radiogroup]")];
const radios = (row) => [...row.querySelectorAll("input[type=radio]")];
const taken = (row) => radios(row).find((radio) => radio.checked);
const chip = (radio) => text(radio.closest(".chip").querySelector(".chip-text"));
let pressed = null; // the radio button that was on when the pointer came down

// Where each place is, on the chips of the other rows.
function draw(part) {
  const at = new Map(rows(part).map((row) => [taken(row)?.value, row.dataset.row]));
  for (const row of rows(part)) {
    row.dataset.put = taken(row)?.value ?? "";
    for (const radio of "swaps" in part.dataset ? radios(row) : []) {
      const label = radio.closest(".chip");
      const other = radio.checked ? "" : at.get(radio.value) ?? "";
      label.classList.toggle("is-used", Boolean(other));
      label.querySelector(".chip-at")?.remove();
      if (other) label.append(make("small", { class: "chip-at" }, make("span", { class: "visually-hidden" }, "taken by "), other));
    }
  }
}

function swap(radio) {
  const part = radio.closest(".placing");
  const row = radio.closest(".placing-row");
  const other = rows(part).find((one) => one !== row && taken(one)?.value === radio.value);
  if (!other) return;
  const given = radios(other).find((one) => one.value === row.dataset.put);
  if (given) given.checked = true;
  else taken(other).checked = false;
  hear(`${other.dataset.row} ${given ? `has “${chip(given)}” now` : "has no place now"}.`);
}

function clear(radio) {
  radio.checked = false;
  hear(`${radio.closest(".placing-row").dataset.row} has no place now.`);
  moved(radio);
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-swaps] input[type=radio]") && event.isTrusted) swap(event.target);
}, { capture: true });
document.addEventListener("change", (event) => {
  for (const part of event.target.form?.querySelectorAll(".placing") ?? []) draw(part);
});

document.addEventListener("pointerdown", (event) => {
  const radio = event.target.closest?.(".placing .chip")?.querySelector("input");
  pressed = radio?.checked ? radio : null;
});
document.addEventListener("click", (event) => {
  if (event.target === pressed) clear(pressed);
  if (event.target.matches(".placing-row[role=radiogroup]") && !event.isTrusted) { // by its letter: keys.js
    (taken(event.target) ?? radios(event.target)[0]).focus();
  }
});

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

document.addEventListener("keydown", (event) => {
  const radio = event.target;
  if (!radio.matches?.(".placing .chip input") || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const row = radios(radio.closest(".placing-row"));
  const numbered = "swaps" in radio.closest(".placing").dataset;
  const wanted = row[meanings(event).find((one) => /^[1-9]$/.test(one)) - 1];
  if (numbered && event.key in STEPS) {
    row[(row.indexOf(radio) + STEPS[event.key] + row.length) % row.length].focus();
  } else if (numbered && wanted && document.documentElement.dataset.shortcuts !== "off") {
    wanted.focus();
    if (!wanted.checked) wanted.click();
  } else if (["Delete", "Backspace"].includes(event.key)) {
    const found = row.find((one) => one.checked);
    if (found) clear(found);
  } else {
    return;
  }
  event.preventDefault();
}, { capture: true });

const start = (root) => root.querySelectorAll(".placing").forEach(draw);
document.addEventListener("htmx:load", (event) => start(event.target));
start(document);
