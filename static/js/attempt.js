// Practice and exam pages. All questions of an exam are in the page, so moving between them needs no
// connection: an answer chosen offline is kept by its form (saving.js sends it later).

import "./placing.js";
import { shield } from "./fresh.js";
import { hear, refusal } from "./say.js";

const HAND_IN_WAITS = 8000; // after the deadline; less than the server's grace
const sent = new Map(); // form → keys sent without an answer
const leaving = new WeakSet(); // forms whose learner goes on as soon as their answer is there

const exam = () => document.querySelector("[data-exam]");

function show(page, focus = true) {
  const wanted = exam()?.querySelector(`[data-page="${page}"]`);
  if (!wanted) return;
  if (wanted.hidden) shield(wanted);
  for (const other of exam().querySelectorAll("[data-page]")) other.hidden = other !== wanted;
  mark(page);
  history.replaceState(history.state, "", `?question=${page}`);
  if (focus) {
    scrollTo({ top: 0 });
    (field(wanted) ?? wanted.querySelector("[tabindex='-1']"))?.focus({ preventScroll: true });
  }
}

// Where letters are the answer they go to its field: from the heading they would be keys.
const field = (part) => part?.querySelector(".typing input");

// The server draws the squares and rows; which page is open and whether the list is empty is known here.
function mark(page) {
  for (const square of exam().querySelectorAll(".square")) {
    square.toggleAttribute("aria-current", square.dataset.goto === page);
    if (square.dataset.goto === page) square.setAttribute("aria-current", "true");
  }
  keep();
}

// What waits for the connection is answered, though the server does not know it yet: its square and its row say so.
function keep() {
  for (const square of exam().querySelectorAll(".square:not(.last)")) {
    const form = exam().querySelector(`[data-page="${square.dataset.goto}"] form[data-answers]`);
    const kept = Boolean(form && sent.has(form) && says(form));
    const row = exam().querySelector(`#open-${square.dataset.goto}`);
    square.classList.toggle("kept", kept);
    square.dataset.said ??= square.getAttribute("aria-label"); // by the server, and true again once it has all
    square.setAttribute("aria-label", kept ? `Question ${square.dataset.goto}, answered, kept here` : square.dataset.said);
    if (row && kept) row.hidden = true;
  }
  exam().querySelector("[data-answered]").textContent = exam().querySelectorAll(".square:is(.answered, .kept)").length;
  const list = exam().querySelector("[data-open-list]");
  if (list) list.hidden = !list.querySelector("li:not([hidden])");
  const marked = exam().querySelector("[data-flagged-list]");
  if (!marked) return;
  const flags = marked.querySelectorAll("li:not([hidden])").length;
  marked.hidden = !flags;
  marked.querySelector("[data-flagged]").textContent = flags;
}

// Whether what is chosen, ticked, placed or typed is a whole answer; of what has several parts, whether each has a place.
const says = (form) => {
  const rows = [...form.querySelectorAll(".placing-row[role=radiogroup]")];
  const places = [...form.querySelectorAll("select")];
  return Boolean(form.querySelector("input[name=choice]:checked, input[name=sureness][value=unknown]:checked")) ||
    Boolean(form.querySelector(".typing input")?.value.trim()) ||
    (rows.length > 0 && rows.every((row) => row.querySelector("input:checked"))) ||
    (places.length > 0 && places.every((place) => place.value));
};

const page = () => exam()?.querySelector("[data-page]:not([hidden])")?.dataset.page;

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-goto]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link.dataset.goto);
});

document.addEventListener("htmx:afterSwap", () => {
  if (exam()) mark(page());
});
document.addEventListener("htmx:oobAfterSwap", () => {
  if (exam()) mark(page());
});

// Enter on a choice is no submit: a choice is saved when it is made. In the field of an answer it saves what is typed, as
// its change, and goes on, once it is known that it was understood or that there is no connection.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-answers]")) return;
  event.preventDefault();
  if (document.activeElement !== field(form)) return;
  if (sent.has(form)) leaving.add(form);
  else goOn(form);
}, { capture: true });

document.addEventListener("input", (event) => leaving.delete(event.target.form), { capture: true });

function goOn(form) {
  leaving.delete(form);
  const refused = form.querySelector("[data-no-number]:not([hidden])");
  if (refused) hear(refused.textContent);
  else if (form.isConnected) form.closest("[data-page]")?.querySelector("[data-key~=enter]")?.click();
}

// The server says whether what is typed for a number is one; an answer to what was typed before says nothing of it.
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt: form, parameters } = event.detail.requestConfig;
  const refused = form.querySelector("[data-no-number]");
  if (refused) field(form).setAttribute("aria-invalid", String(!refused.hidden));
  const last = parameters?.idempotency_key === form.elements?.namedItem("idempotency_key")?.value;
  if (leaving.has(form) && (last || !event.detail.successful)) goOn(form);
});

// “I don’t know” and an answer exclude each other: what is done last counts, and the other is taken away.
function exclude(event) {
  const form = event.target.closest?.("form[data-answers]");
  const unknown = form?.querySelector("input[name=sureness][value=unknown]");
  if (!unknown) return;
  if (event.target === unknown) {
    for (const field of form.querySelectorAll("input[name=choice], .chip input")) field.checked = false;
    for (const field of form.querySelectorAll("select, input[type=text]")) field.value = "";
  } else if (event.target.name !== "sureness") {
    unknown.checked = false;
  }
}

document.addEventListener("change", exclude, { capture: true });
document.addEventListener("input", exclude, { capture: true });

// A save whose answer was lost may be in the database all the same; naming its key tells it from another tab's.
document.addEventListener("htmx:configRequest", (event) => {
  const form = event.detail.elt;
  if (!form.matches?.("form[data-answers]")) return;
  const keys = sent.get(form) ?? [];
  event.detail.parameters.unconfirmed = keys.slice(-20).join(" ");
  const key = form.elements.namedItem("idempotency_key").value;
  sent.set(form, [...keys.filter((other) => other !== key), key]);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const status = event.detail.xhr?.status ?? 0;
  if (status >= 200 && status < 500) sent.delete(event.detail.requestConfig.elt);
  if (exam()) keep();
});

// 409 brings what is saved, or that the time is up, 422 that something is open: shown in place of what was sent.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (![409, 422].includes(event.detail.xhr.status) || refusal(event.detail.xhr)) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

// Handing in waits for answers on their way; at the deadline only as long as the server does.
document.addEventListener("htmx:confirm", (event) => {
  if (!event.target.matches?.("[data-hands-in]") || !sent.size) return;
  event.preventDefault();
  let over = null;
  const beat = setInterval(() => {
    if (document.querySelector("[data-timer-value]")?.textContent === "0:00") over ??= performance.now();
    if (sent.size && (over === null || performance.now() - over < HAND_IN_WAITS)) return;
    clearInterval(beat);
    event.detail.issueRequest(true);
  }, 150);
});

// A page from the browser's memory holds a key that is used up.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

if (exam()) {
  mark(page());
  field(exam().querySelector("[data-page]:not([hidden])"))?.focus({ preventScroll: true });
}
