// Comparison tables come alive: cover and reveal, pin and hide options, one option at a time on a
// phone, and the cell an address points to. Without this module they are plain scrolling tables.

import { Comparison } from "./comparison.js";
import { make } from "./dom.js";

const built = new WeakMap();
const FRAMES = ".table-frame[data-options]:not([data-options=none])";
const idle = window.requestIdleCallback ?? ((job) => setTimeout(job, 1));

function comparisonOf(frame) {
  if (!built.has(frame) && frame.matches(FRAMES) && frame.querySelector("table.compare th[data-option]")) built.set(frame, new Comparison(frame));
  return built.get(frame);
}

/** One after another, as the browser has time: all at once would keep a slow phone from scrolling. */
function build(root) {
  const waiting = [...root.querySelectorAll(FRAMES)].filter((frame) => !built.has(frame));
  const next = () => {
    const frame = waiting.shift();
    if (!frame) return;
    if (frame.isConnected) comparisonOf(frame);
    idle(next, { timeout: 500 });
  };
  idle(next, { timeout: 500 });
}

/** `#cell=table/option/dimension` or `?cell=…` frames that cell. */
function follow() {
  const asked = new URLSearchParams(location.hash.slice(1)).get("cell") ?? new URLSearchParams(location.search).get("cell") ?? "";
  const [table, option, dimension] = asked.split("/");
  const frame = dimension && document.querySelector(`.table-frame[data-table="${CSS.escape(table)}"]`);
  if (!frame) return;
  comparisonOf(frame)?.light(option, dimension);
  remember(frame, asked);
}

/** Below the table, a member sees what they remember of the framed cell and what can be done with it. */
async function remember(frame, cell) {
  const [, topic] = /^\/wiki\/([^/]+)\/$/.exec(location.pathname) ?? [];
  if (!topic || !document.documentElement.dataset.member) return;
  const answer = await fetch(`/review/cell/?${new URLSearchParams({ topic, cell })}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  document.querySelector(".cell-bar")?.remove();
  if (answer?.status !== 200) return;
  const bar = make("div", { class: "cell-bar", "aria-live": "polite" });
  bar.innerHTML = await answer.text();
  frame.append(bar);
  window.htmx?.process(bar);
}

/** A press on a cell asks for it too, where no cell is covered and nothing is being selected. */
document.addEventListener("click", (event) => {
  const cell = event.target.closest("td[data-option][data-dimension]");
  const frame = cell?.closest(".table-frame[data-table]");
  if (!frame || frame.querySelector(".cover") || event.target.closest("a, button") || String(getSelection())) return;
  if (!document.documentElement.dataset.member) return;
  const { option, dimension } = cell.dataset;
  comparisonOf(frame)?.light(option, dimension, { still: true });
  remember(frame, `${frame.dataset.table}/${option}/${dimension}`);
});

follow();
build(document);
addEventListener("hashchange", follow);
document.addEventListener("htmx:load", () => build(document));
