// A page of a running attempt says twice a minute that it is there and at which question, and shows what those who watch
// have said to all: <div data-here="/quizzes/1/here/"></div>. What they did to the end reaches the clock (timer.js) so.
// Nothing depends on it; where it fails, nothing is said.

import { hear } from "./say.js";

const EVERY = 30000; // ms
const FIRST = 10000;

const place = document.querySelector("[data-here]");

async function tell() {
  const page = document.querySelector("[data-exam] [data-page]:not([hidden])")?.dataset.page;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!place.isConnected || !page || !token || !navigator.onLine) return;
  const body = new URLSearchParams({ position: page, csrfmiddlewaretoken: token });
  try {
    const reply = await fetch(place.dataset.here, { method: "POST", body, redirect: "error" });
    document.dispatchEvent(new CustomEvent("timer:left", { detail: reply.headers.get("Time-Left") }));
    if (reply.status === 200) show(await reply.text());
  } catch {
    // Offline: those who watch see that it has fallen silent.
  }
}

function show(text) {
  const said = new DOMParser().parseFromString(text, "text/html").querySelectorAll("[data-said]");
  for (const one of said) {
    if (place.querySelector(`[data-said="${Number(one.dataset.said)}"]`)) continue;
    place.append(document.importNode(one, true));
    hear(one.textContent);
  }
}

if (place) {
  setTimeout(tell, FIRST);
  setInterval(tell, EVERY);
}
