// The exam's clock shows what the server decides: it starts from the seconds the server says are
// left and counts with a clock that does not jump when the computer's time is set. That clock may
// stand still while the machine sleeps, so every reply that says what is left (Time-Left) sets it
// anew, and it asks (data-clock) when the page is looked at again or time went on without it, and
// at 0:00 before it hands in: somebody may have given more time at the last moment.
// <div class="timer" data-timer data-remaining="1793" data-clock="/quizzes/1/clock/"> with
// [data-timer-value], [data-timer-toggle]. data-timer="passing" stands on pages of other things.

import { say } from "./say.js";

const SPOKEN = [[300, "Five minutes left."], [60, "One minute left."]];
const SLEPT = 3000; // ms by which two clocks that go together may differ
const ASK_EVERY = 2000; // ms
const WAIT = 1500; // ms for an answer at 0:00: with what attempt.js waits then, less than the server's grace
const running = new WeakSet();

function clock(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (!parts[0]) parts.shift();
  return parts.map((part, place) => (place ? String(part).padStart(2, "0") : String(part))).join(":");
}

function start(timer) {
  running.add(timer);
  let end = performance.now() + Number(timer.dataset.remaining) * 1000;
  let apart = Date.now() - performance.now();
  let asked = -Infinity;
  const value = timer.querySelector("[data-timer-value]");
  const toggle = timer.querySelector("[data-timer-toggle]");
  let last = Infinity;
  let beat = 0;
  const passing = timer.dataset.timer === "passing";

  function set(seconds) {
    if (seconds === null || seconds === undefined || seconds === "" || !Number.isFinite(Number(seconds))) return;
    end = performance.now() + Number(seconds) * 1000;
    tick();
  }

  // On a page of its own there is a result to see by now; any other page keeps what is being written there.
  function ended() {
    if (passing) timer.remove();
    else location.reload();
  }

  // The seconds that are left, as the server says; null where it cannot be asked, nothing where the quiz has ended.
  async function heard(more) {
    try {
      const reply = await fetch(timer.dataset.clock, { cache: "no-store", redirect: "error", ...more });
      if (reply.status === 409) return ended();
      return reply.ok ? reply.headers.get("Time-Left") : null;
    } catch {
      return null; // offline: the clock goes on as it is, and the next reply sets it
    }
  }

  async function ask() {
    const since = performance.now() - asked;
    if (!timer.isConnected || (since >= 0 && since < ASK_EVERY)) return;
    asked = performance.now();
    set(await heard());
  }

  async function finish() {
    const left = await heard({ signal: AbortSignal.timeout(WAIT) });
    if (left === undefined) return;
    if (Number(left) > 0) {
      beat = setInterval(tick, 500);
      set(left);
      return;
    }
    say("Time is up. Your saved answers are being submitted.");
    timer.dispatchEvent(new CustomEvent("timer:end", { bubbles: true }));
    document.querySelector("form[data-timer-submit]")?.requestSubmit();
  }

  function tick() {
    if (!timer.isConnected) return clearInterval(beat);
    const now = Date.now() - performance.now();
    if (Math.abs(now - apart) > SLEPT) {
      asked = -Infinity; // what was asked before the sleep tells nothing of it
      ask();
    }
    apart = now;
    const left = (end - performance.now()) / 1000;
    value.textContent = clock(left);
    timer.classList.toggle("is-short", left <= 300);
    timer.classList.toggle("is-last", left <= 60);
    for (const [mark, words] of SPOKEN) if (last > mark && left <= mark && last !== Infinity) say(words);
    last = left;
    if (left > 0) return undefined;
    clearInterval(beat);
    return passing ? timer.remove() : finish();
  }

  toggle?.addEventListener("click", () => {
    const hidden = timer.classList.toggle("is-hidden");
    toggle.setAttribute("aria-pressed", String(hidden));
    toggle.textContent = hidden ? "Show time" : "Hide time";
  });
  beat = setInterval(tick, 500);
  document.addEventListener("htmx:afterRequest", (event) => set(event.detail.xhr?.getResponseHeader("Time-Left") ?? null));
  document.addEventListener("timer:left", (event) => set(event.detail));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
  document.addEventListener("resume", ask);
  for (const name of ["focus", "pageshow", "online"]) addEventListener(name, ask);
  tick();
}

function startAll() {
  for (const timer of document.querySelectorAll("[data-timer]")) if (!running.has(timer)) start(timer);
}

startAll();
document.addEventListener("htmx:load", startAll);
