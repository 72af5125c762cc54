// <div data-part="/address/">: a part of a page that differs from reader to reader, fetched after the page, which is the
// same for everybody. What stands in it meanwhile works too, and stays where there is no answer.

import { shield } from "./fresh.js";

async function fill(place) {
  const answer = await fetch(place.dataset.part, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) return;
  const html = await answer.text();
  const focused = place.contains(document.activeElement);
  place.innerHTML = html;
  shield(place);
  window.htmx?.process(place);
  if (focused) place.querySelector(".primary")?.focus();
}

for (const place of document.querySelectorAll("[data-part]")) fill(place).catch(() => { /* what stands there stays */ });
