// One listener for every shortcut: a key clicks the first visible, enabled [data-key~="…"]. A button that opens a dialog,
// or that stands in a closed menu, need not be visible: it is a key away all the same.
// It stays silent while somebody types, with modifiers, on repeats and during composition, and
// altogether with <html data-shortcuts="off"> (WCAG 2.1.4).

import { meanings } from "./dom.js";

const TYPING = "input:not([type=radio], [type=checkbox], [type=button], [type=submit]), textarea, select, [contenteditable]:not([contenteditable=false])";
const PRESSABLE = "a[href], button, summary, input, [role=button]";
const OWN_KEYS = new Set(["enter", "space"]);

function visible(element) {
  return element.checkVisibility ? element.checkVisibility({ visibilityProperty: true }) : element.offsetParent !== null;
}

function enabled(element) {
  return !element.matches(":disabled, [aria-disabled=true]");
}

// Members say in their settings whether keys work; a visitor says it in the list of shortcuts, and it is kept here.
const root = document.documentElement;
const setting = document.querySelector("[data-set-keys]");
const KEPT = "sdwiki-keys";
try {
  if (setting && localStorage.getItem(KEPT) === "off") root.dataset.shortcuts = "off";
} catch { /* private mode */ }
if (setting) setting.checked = root.dataset.shortcuts !== "off";
setting?.addEventListener("change", () => {
  root.dataset.shortcuts = setting.checked ? "on" : "off";
  try { localStorage.setItem(KEPT, root.dataset.shortcuts); } catch { /* private mode */ }
});

document.addEventListener("keydown", (event) => {
  if (root.dataset.shortcuts === "off") return;
  if (event.defaultPrevented || event.repeat || event.isComposing || event.keyCode === 229) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;

  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest(TYPING)) return;
  const keys = meanings(event);
  // Enter and Space belong to the control that has the focus; radio buttons let Enter through.
  const control = target.closest(PRESSABLE);
  if (OWN_KEYS.has(keys[0]) && control && !(keys[0] === "enter" && control.matches("input"))) return;

  const found = keys.map(pressable).find(Boolean);
  if (!found) return;
  event.preventDefault();
  if (found.matches(TYPING)) found.focus();
  else found.click();
});

function pressable(key) {
  const within = document.querySelector("dialog[open]") ?? document;
  return [...within.querySelectorAll(`[data-key~="${CSS.escape(key)}"]`)]
    .filter((element) => enabled(element) && (visible(element) || element.dataset.dialog || element.closest("details.menu:not([open])")))
    .sort((one, other) => visible(other) - visible(one))[0];
}
