// The exam's clock shows what the server decides: it starts from the seconds the server says are
// left and counts with a clock that does not jump when the computer's time is set.
// <div class="timer" data-timer data-remaining="1793"> with [data-timer-value], [data-timer-toggle].

import { say } from "./say.js";

const SPOKEN = [[300, "Five minutes left."], [60, "One minute left."]];
const running = new WeakSet();

function clock(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (!parts[0]) parts.shift();
  return parts.map((part, place) => (place ? String(part).padStart(2, "0") : String(part))).join(":");
}

function start(timer) {
  running.add(timer);
  const end = performance.now() + Number(timer.dataset.remaining) * 1000;
  const value = timer.querySelector("[data-timer-value]");
  const toggle = timer.querySelector("[data-timer-toggle]");
  let last = Infinity;

  function tick() {
    if (!timer.isConnected) return clearInterval(beat);
    const left = (end - performance.now()) / 1000;
    value.textContent = clock(left);
    timer.classList.toggle("is-short", left <= 300);
    timer.classList.toggle("is-last", left <= 60);
    for (const [mark, words] of SPOKEN) if (last > mark && left <= mark && last !== Infinity) say(words);
    last = left;
    if (left > 0) return undefined;
    clearInterval(beat);
    say("Time is up. Your saved answers are being handed in.");
    timer.dispatchEvent(new CustomEvent("timer:end", { bubbles: true }));
    document.querySelector("form[data-timer-submit]")?.requestSubmit();
    return undefined;
  }

  toggle?.addEventListener("click", () => {
    const hidden = timer.classList.toggle("is-hidden");
    toggle.setAttribute("aria-pressed", String(hidden));
    toggle.textContent = hidden ? "Show time" : "Hide time";
  });
  const beat = setInterval(tick, 500);
  tick();
}

function startAll() {
  for (const timer of document.querySelectorAll("[data-timer]")) if (!running.has(timer)) start(timer);
}

startAll();
document.addEventListener("htmx:load", startAll);
