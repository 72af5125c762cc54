// Comparison tables come alive: cover and reveal, pin and hide options, one option at a time on a
// phone, and the cell an address points to. Without this module they are plain scrolling tables.

import { Comparison } from "./comparison.js";
import { text } from "./dom.js";

const built = new WeakMap();
const FRAMES = ".table-frame[data-options]:not([data-options=none])";
const idle = window.requestIdleCallback ?? ((job) => setTimeout(job, 1));

function comparisonOf(frame) {
  if (!built.has(frame) && frame.matches(FRAMES) && frame.querySelector("table.compare th[data-option]")) built.set(frame, new Comparison(frame));
  return built.get(frame);
}

const waiting = []; // near the window, not made yet

/** One after another, as the browser has time: all at once would keep a slow phone from scrolling. */
function next() {
  const frame = waiting.shift();
  if (frame?.isConnected) comparisonOf(frame);
  if (waiting.length) idle(next, { timeout: 500 });
}

// Tables are made as they come near the window: before that they are plain ones, which are read, found and printed whole.
const near = new IntersectionObserver((entries) => {
  const come = entries.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target);
  come.forEach((frame) => near.unobserve(frame));
  if (come.length && !waiting.length) idle(next, { timeout: 500 });
  waiting.push(...come);
}, { rootMargin: "100% 0px", scrollMargin: "100% 0px" });

function build(root) {
  for (const frame of root.querySelectorAll(FRAMES)) if (!built.has(frame)) near.observe(frame);
}

// Tab may go further than that: the controls of the table that comes next are there before it moves.
document.addEventListener("keydown", ({ key, shiftKey }) => {
  if (key !== "Tab") return;
  const side = shiftKey ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
  const plain = [...document.querySelectorAll(FRAMES)].filter((frame) => !built.has(frame) && document.activeElement.compareDocumentPosition(frame) & side);
  (shiftKey ? plain.reverse() : plain).some(comparisonOf);
}, { capture: true });

/** `#cell=table/option/dimension` or `?cell=…` frames that cell. */
function follow() {
  const asked = new URLSearchParams(location.hash.slice(1)).get("cell") ?? new URLSearchParams(location.search).get("cell") ?? "";
  const [table, option, dimension] = asked.split("/");
  const frame = dimension && document.querySelector(`.table-frame[data-table="${CSS.escape(table)}"]`);
  if (!frame) return;
  comparisonOf(frame)?.light(option, dimension);
  frame.dispatchEvent(new CustomEvent("followed", { bubbles: true, detail: asked }));
}

/** The table or the question that a fold stands below, or the pitfall that it stands in. */
function above(fold) {
  let one = fold.previousElementSibling;
  while (one && !one.matches(".table-frame, [id]")) one = one.previousElementSibling;
  return one?.querySelector("figcaption, strong") ?? one ?? fold.closest("li")?.firstChild;
}

// Folds of one page are called alike: to those who hear a name alone it says what it is about.
for (const summary of document.querySelectorAll(".prose :is(.below-table, .checkpoints) > summary")) {
  const about = above(summary.parentElement);
  if (about) summary.setAttribute("aria-label", `${text(summary)}: ${text(about)}`);
}

// What a member remembers of a cell needs a module that nobody else loads.
if (document.documentElement.dataset.member) import("./cells.js").then(({ begin }) => begin(comparisonOf)).catch(() => {}).then(follow);
else follow();
build(document);
addEventListener("hashchange", follow);
document.addEventListener("htmx:load", () => build(document));
