// Comparison tables come alive: cover and reveal, pin and hide options, one option at a time on a
// phone, and the cell an address points to. Without this module they are plain scrolling tables.

import { Comparison } from "./comparison.js";

const built = new WeakMap();

function build(root) {
  for (const frame of root.querySelectorAll(".table-frame[data-options]:not([data-options=none])")) {
    const options = frame.querySelector("table.compare th[data-option]");
    if (options && !built.has(frame)) built.set(frame, new Comparison(frame));
  }
}

/** `#cell=table/option/dimension` or `?cell=…` frames that cell. */
function follow() {
  const asked = new URLSearchParams(location.hash.slice(1)).get("cell") ?? new URLSearchParams(location.search).get("cell") ?? "";
  const [table, option, dimension] = asked.split("/");
  const frame = dimension && document.querySelector(`.table-frame[data-table="${CSS.escape(table)}"]`);
  if (frame) built.get(frame)?.light(option, dimension);
}

build(document);
follow();
addEventListener("hashchange", follow);
document.addEventListener("htmx:load", () => build(document));
