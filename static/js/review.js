// The review page: turning a card over without asking the server, and how long that took to grade.

import { shield } from "./fresh.js";

const UNREAD = 400; // ms
let shown = { id: "", at: 0, until: Infinity };
let revealed = -Infinity;

function watch() {
  const day = document.getElementById("new-day");
  if (!day || day.dataset.shown === shown.id) return;
  const { lasts, shown: id } = day.dataset;
  shown = { id, at: performance.now(), until: Date.now() + 1000 * lasts };
  revealed = -Infinity;
}

// Whoever comes back to a card of yesterday, or to the end of that day, sees today's: waits are counted from today.
function renew() {
  const day = document.getElementById("new-day");
  if (document.hidden || !day || Date.now() < shown.until) return;
  day.dispatchEvent(new CustomEvent("renew"));
}

// The form is what works without this script: it asks the server for the page with the answer.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-reveal]")) return;
  event.preventDefault();
  const answer = document.getElementById("answer");
  check(document.getElementById("said"));
  shield(document.getElementById("card"));
  answer.hidden = false;
  event.target.parentElement.nextElementSibling.hidden = false;
  event.target.parentElement.remove();
  answer.focus({ preventScroll: true });
  revealed = performance.now();
});

// What was typed stays in sight, and the server says whether it is right. Meanwhile neither Space nor Enter grades: they
// stand for what that proposes, and for Good where it could not be asked.
function check(said) {
  if (!said) return;
  said.readOnly = true;
  said.closest(".typing").hidden = !said.value.trim();
  if (said.value.trim()) document.getElementById("verdict").dispatchEvent(new CustomEvent("typed"));
}

function propose(rating) {
  for (const button of document.querySelectorAll("#card .grade[name=rating]")) {
    button.dataset.key = button.value === rating ? `${button.value} space enter` : button.value;
  }
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id === "verdict") propose("");
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.id === "verdict") propose(event.target.querySelector("[data-proposed]")?.dataset.proposed ?? "3");
});

// Space and Enter turn a card over, and then grade it: pressed twice in a row, they would grade what nobody has read.
document.addEventListener("keydown", (event) => {
  if ([" ", "Enter"].includes(event.key) && performance.now() - revealed < UNREAD) event.preventDefault();
}, { capture: true });

// A form that stands above the card is closed by its button, or by Escape as long as nothing is written in it.
function dismiss(report) {
  report.replaceChildren();
  const card = document.querySelector("#answer:not([hidden])") ?? document.getElementById("said") ?? document.getElementById("prompt");
  card?.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-dismiss]")) dismiss(document.getElementById("report"));
});

document.addEventListener("keydown", (event) => {
  const report = document.getElementById("report");
  if (event.key !== "Escape" || event.isComposing || !report?.contains(document.activeElement)) return;
  const fields = [...report.querySelectorAll("input, textarea")];
  if (!fields.some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked)) dismiss(report);
});

// What a card that is answered aloud becomes, said before it is sent.
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-ticks]");
  if (!form) return;
  const ticks = [...form.querySelectorAll("[name=said]")];
  const said = ticks.filter((tick) => tick.checked).length;
  const steps = [...form.querySelectorAll("[data-least]")];
  const now = steps.find((step) => said >= Number(step.dataset.least));
  for (const step of steps) step.toggleAttribute("aria-current", step === now);
  now.setAttribute("aria-current", "true");
  const becomes = now.textContent.split(":").at(-1).replace(/\s+/g, " ").trim();
  form.querySelector("[data-becomes]").textContent = `${said} of ${ticks.length} said: ${becomes}`;
});

document.addEventListener("htmx:configRequest", (event) => {
  const act = event.target.querySelector("[name=act]")?.value;
  // A flag is no answer: a card that is turned over stays so.
  if (["flag", "unflag"].includes(act) && document.getElementById("answer")?.hidden === false) {
    event.detail.path += `${event.detail.path.includes("?") ? "&" : "?"}answer=1`;
  }
  if (event.target.matches("form[data-saves]:not([data-ticks])")) event.detail.parameters.duration_ms = Math.round(performance.now() - shown.at);
});

document.addEventListener("visibilitychange", renew);
window.addEventListener("focus", renew);
document.addEventListener("htmx:afterSettle", watch);
watch();
