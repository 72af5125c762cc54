// Saves that survive a bad connection. A <form data-saves hx-post hx-trigger="change"> says what
// happened in every [data-saving], and what could not be sent is sent again, under the same
// idempotency key, until the server has it. A change by the learner is a new write with a new key,
// unless the server wants to keep its own: data-saves="keep-key".

import { hear, refusal, say } from "./say.js";

const TYPED = "input[type=text], textarea"; // whoever types is not told at each pause
const WORDS = { saved: "Saved", saving: "Saving …", offline: "Offline, kept here" };
const AGAIN = new Set([502, 503, 504]);
const LONGEST = 30_000;
const PAUSE = 700; // milliseconds without a key
const waiting = new Map(); // form → { tries, timer, key, left }
const typing = new WeakMap(); // form → timer
const pressed = new WeakMap(); // form → the button that sent it
let dropped = false; // whether any of what waits could not be sent at first

function show() {
  const forms = [...waiting.values()];
  const state = forms.some(({ tries }) => tries) ? "offline" : forms.length ? "saving" : "saved";
  for (const place of document.querySelectorAll("[data-saving]")) {
    place.dataset.state = state;
    if (place.textContent !== WORDS[state]) place.textContent = WORDS[state];
  }
}

// The answer may have replaced the form; the request still knows which one it was.
const saves = (event) => (event.detail?.requestConfig?.elt ?? event.detail?.elt)?.closest?.("form[data-saves]");

const keyOf = (form) => form.elements.namedItem("idempotency_key")?.value;
const keeps = (form) => form.dataset.saves === "keep-key";

function later(form, entry) {
  clearTimeout(entry.timer);
  const pause = Math.min(LONGEST, 1000 * 2 ** Math.max(0, entry.tries - 1)) * (0.8 + 0.4 * Math.random());
  entry.timer = setTimeout(() => repeat(form), pause);
}

// The same form may have come to stand for something else, as the grades of the next card do, or other requests may have
// kept this one from leaving.
function repeat(form) {
  const entry = waiting.get(form);
  if (entry && keeps(form) && entry.key !== keyOf(form)) {
    waiting.delete(form);
    return show();
  }
  if (entry) entry.left = false;
  resend(form);
  if (waiting.get(form) === entry && entry && !entry.left && keeps(form)) later(form, entry);
}

function again(form) {
  const entry = waiting.get(form) ?? { tries: 0, key: keyOf(form) };
  entry.tries += 1;
  dropped = true;
  later(form, entry);
  waiting.set(form, entry);
  if (entry.tries === 1) {
    say("The connection dropped. Your answer is kept here; we are trying again.");
  }
  show();
}

function resend(form) {
  if (!form.isConnected) {
    waiting.delete(form);
    return show();
  }
  const trigger = form.getAttribute("hx-trigger") ?? "submit";
  return window.htmx.trigger(form, trigger.split(/[\s,]/)[0]);
}

// crypto.randomUUID is missing where the page came without TLS from another machine.
function newKey() {
  const digit = (place) => (place ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (place / 4)))).toString(16);
  return crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (place) => digit(Number(place)));
}

// Only a real change by a person is trusted, and what placed.js sends in their name; htmx.trigger's own events are not.
function changed(event) {
  const form = event.target.closest?.("form[data-saves]");
  if (!(event.isTrusted || event.detail?.moved) || !form || keeps(form)) return null;
  const key = form.elements.namedItem("idempotency_key");
  if (key) key.value = newKey();
  clearTimeout(waiting.get(form)?.timer);
  clearTimeout(typing.get(form));
  return form;
}

document.addEventListener("change", changed, { capture: true });

// What is typed is saved at each pause, and again when the field is left, which is its change.
document.addEventListener("input", (event) => {
  if (!event.target.matches?.(TYPED)) return;
  const form = changed(event);
  if (form) typing.set(form, setTimeout(() => resend(form), PAUSE));
}, { capture: true });

// Which button was pressed is part of what is said, and a repetition presses none.
document.addEventListener("htmx:configRequest", (event) => {
  const form = saves(event);
  if (!form) return;
  const { submitter, isTrusted } = event.detail.triggeringEvent ?? {};
  if (isTrusted) pressed.set(form, submitter);
  const { name, value } = pressed.get(form) ?? {};
  if (name) event.detail.parameters[name] = value;
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = saves(event);
  if (!form) return;
  if (!waiting.size) dropped = false;
  if (!waiting.has(form)) waiting.set(form, { tries: 0 });
  Object.assign(waiting.get(form), { key: keyOf(form), left: true });
  show();
});

function done(form) {
  const entry = waiting.get(form);
  if (!entry) return;
  for (const [other, { key, timer }] of waiting) {
    if (other !== form && (!key || key !== entry.key)) continue;
    clearTimeout(timer);
    waiting.delete(other);
  }
  show();
  if (waiting.size) return;
  if (dropped) say("The connection is back. Everything is saved.");
  else if (document.querySelector("[data-saving]") && !document.activeElement?.matches(TYPED)) hear(`${WORDS.saved}.`);
}

// Before the answer is used, since it may lead to another page, which asks whether anything is waiting.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.status < 400) done(saves(event));
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) done(saves(event));
});

for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, (event) => {
    const form = saves(event);
    if (!form) return;
    const status = event.detail.xhr?.status;
    if (name !== "htmx:responseError" || AGAIN.has(status)) return again(form);
    waiting.delete(form);
    say(refusal(event.detail.xhr) || `This answer was not accepted (${status}). Reload the page to see what is saved.`);
    return show();
  });
}

// A phone may say so a moment before anything can be sent: what fails once more is tried again as soon as at first.
addEventListener("online", () => {
  for (const [form, entry] of waiting) {
    clearTimeout(entry.timer);
    entry.tries = Math.min(entry.tries, 1);
    repeat(form);
  }
});

addEventListener("beforeunload", (event) => {
  if (waiting.size) event.preventDefault();
});
