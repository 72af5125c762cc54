// For members: what they remember of a cell of a comparison, by a press or by keys.

import { make } from "./dom.js";

const CELL = "td[data-option][data-dimension]";
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const STOP = { "data-stop": "", tabindex: "0", "aria-description": "Enter tells what you remember of it; arrows go to other cells" };

let comparisonOf = () => null; // a frame's Comparison, from table.js, which loads this

export function begin(of) {
  comparisonOf = of;
}

document.addEventListener("followed", ({ target, detail }) => remember(target, detail));

/** Below the table, a member sees what they remember of the framed cell and what can be done with it. */
async function remember(frame, cell) {
  const [, topic] = /^\/wiki\/([^/]+)\/$/.exec(location.pathname) ?? [];
  if (!topic) return;
  const answer = await fetch(`/review/cell/?${new URLSearchParams({ topic, cell })}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  document.querySelector(".cell-bar")?.remove();
  if (answer?.status !== 200) return;
  const bar = make("div", { class: "cell-bar", role: "region", "aria-live": "polite", "aria-label": "What you remember of this cell" });
  bar.innerHTML = await answer.text();
  frame.append(bar);
  window.htmx?.process(bar);
  uncover(frame, cell, bar);
}

/** On a small screen the bar may lie over the very cell that it speaks of. */
function uncover(frame, cell, bar) {
  const [dimension, option] = cell.split("/").reverse().map((part) => CSS.escape(part));
  const asked = frame.querySelector(`td[data-option="${option}"][data-dimension="${dimension}"]`);
  const covered = asked ? asked.getBoundingClientRect().bottom - bar.getBoundingClientRect().top : 0;
  if (covered > 0) scrollBy(0, covered);
}

/** A press on a cell asks for it too, where no cell is covered and nothing is being selected. */
function ask(cell) {
  const frame = cell.closest(".table-frame[data-table]");
  if (!frame || frame.querySelector(".cover")) return;
  const { option, dimension } = cell.dataset;
  comparisonOf(frame)?.light(option, dimension, { still: true });
  remember(frame, `${frame.dataset.table}/${option}/${dimension}`);
}

document.addEventListener("click", (event) => {
  const cell = event.target.closest(CELL);
  if (cell && !event.target.closest("a, button") && !String(getSelection())) ask(cell);
});

/** One cell of a table is a stop of Tab: arrows go on from it, and Enter asks what a press asks. */
document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || !target.matches?.(`${CELL}[data-stop]`)) return;
  const [down, right] = ARROWS[key] ?? [0, 0];
  const rows = [...target.closest("table").rows].map((row) => [...row.querySelectorAll(CELL)].filter((cell) => cell.checkVisibility()));
  const across = rows.find((row) => row.includes(target));
  const lines = rows.filter((row) => row.length);
  const next = lines[lines.indexOf(across) + down]?.[across.indexOf(target) + right];
  if (key === "Enter") ask(target);
  else if (key in ARROWS && next) stopAt(next).focus();
  else return;
  event.preventDefault();
});

/** The one cell at which Tab stops in its table. */
function stopAt(cell) {
  for (const old of cell.closest("table").querySelectorAll("[data-stop]")) {
    for (const name of Object.keys(STOP)) old.removeAttribute(name);
  }
  for (const [name, value] of Object.entries(STOP)) cell.setAttribute(name, value);
  return cell;
}

// A table may be there already, and may hide the cell at which Tab stopped.
function settle(frame) {
  const cells = [...frame.querySelectorAll(`table.compare ${CELL}`)].filter((cell) => !cell.hidden);
  if (cells.length && !cells.some((cell) => "stop" in cell.dataset)) stopAt(cells[0]);
}

document.addEventListener("compared", ({ target }) => settle(target));
document.querySelectorAll(".table-frame[data-table]").forEach(settle);
