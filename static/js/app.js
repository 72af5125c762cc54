// What every page needs: the CSRF header, the status region, menus, dialogs, focus after a swap.

import { refusal, say } from "./say.js";
import "./sizes.js";

document.addEventListener("say", (event) => say(event.detail));

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]")?.content;
  if (token) event.detail.headers["X-CSRFToken"] = token;
});

// Texts that editors have not published lie in their tab (drafts.js). Whoever else logs in there finds none, nor does
// whoever comes after a logout, in whichever tab that was. A login that ended by itself leaves them for its editor.
function dropDrafts(every) {
  const { member } = document.documentElement.dataset;
  for (const name of Object.keys(sessionStorage)) {
    const others = member && !name.startsWith(`draft:${member}:`);
    if (name.startsWith("draft:") && (every || others)) sessionStorage.removeItem(name);
  }
}

try {
  const left = localStorage.getItem("left");
  dropDrafts(left !== sessionStorage.getItem("left"));
  if (left) sessionStorage.setItem("left", left);
} catch { /* a browser that keeps nothing has no drafts */ }
addEventListener("storage", (event) => { if (event.key === "left") dropDrafts(true); });
document.addEventListener("submit", (event) => {
  if (new URL(event.target.getAttribute("action") ?? "", location.href).pathname !== "/accounts/logout/") return;
  try {
    dropDrafts(true);
    localStorage.setItem("left", crypto.randomUUID?.() ?? `${Date.now()}`);
  } catch { /* nothing is kept */ }
});

// A swapped-in part may ask for the focus: <h1 tabindex="-1" data-focus>.
document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.target ?? event.target;
  const within = part?.isConnected ? part : document.getElementById(part?.id ?? "") ?? document;
  const wanted = within.matches?.("[data-focus]") ? within : within.querySelector("[data-focus]");
  wanted?.focus({ preventScroll: false });
});

document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target?.id === "status") say(event.detail.target.textContent.trim());
});

// htmx leaves the page as it is where a request fails: without a word, a press would seem to have done nothing. A
// refusal has words of its own. Forms that save tell it themselves (saving.js), and what asks by itself asks again.
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, (event) => {
    const asked = event.detail.requestConfig?.elt ?? event.detail.elt;
    if (asked?.closest?.("form[data-saves], [hx-trigger^=every]")) return;
    const status = event.detail.xhr?.status;
    const failed = status ? `That did not work (${status}). Reload the page and try again.` : "There is no connection. Try again in a moment.";
    say(refusal(event.detail.xhr) || failed);
  });
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("[data-closes]") ? null : event.target.closest("details.menu"));

  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog && !dialog.open) dialog.showModal();
  // A click on the backdrop lands on the dialog itself.
  if (event.target.matches("dialog[open]")) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right
      && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }

  if (event.target.closest("[data-print]")) print();

  const copier = event.target.closest("[data-copy]");
  if (copier) navigator.clipboard?.writeText(copier.dataset.copy).then(() => say("Copied."));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.menu[open]");
  closeMenus();
  // Where keys go on with something else than the menu, its action has the focus again; else what opened the menu.
  const action = menu?.dataset.returns && document.querySelector(menu.dataset.returns);
  (action || menu?.querySelector("summary"))?.focus({ preventScroll: true });
});

// A browser that gives the focus to a field of many lines shows its caret, behind a bar too. With a pointer one sees where.
let pressed = -Infinity;
document.addEventListener("pointerdown", (event) => { pressed = event.timeStamp; }, { capture: true });
document.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea") && event.timeStamp - pressed > 200) event.target.scrollIntoView({ block: "nearest" });
});

// A form that comes back with errors begins at the first of them, any other page with what was done before it.
const first = document.querySelector("main [aria-invalid=true]") ?? document.querySelector("main > [data-told]");
if (first && document.activeElement === document.body) first.focus();

// A field of the search suggests while one types; what that needs comes with the first focus.
document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-suggest]")) import("./suggest.js");
});

for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;

// <select data-submit> in a filter sends its form when changed.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// The contents beside a topic follow the reader.
const marks = new Map();
for (const link of document.querySelectorAll(".aside .toc a[href^='#']")) {
  const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (heading) marks.set(heading, link);
}
if (marks.size) {
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of marks.values()) link.removeAttribute("aria-current");
      marks.get(entry.target).setAttribute("aria-current", "true");
    }
  }, { rootMargin: "0px 0px -70% 0px" });
  for (const heading of marks.keys()) seen.observe(heading);
}
