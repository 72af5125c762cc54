// The editor: a warning leads to its line, Enter in a field does not publish, and unpublished text is not left by
// accident. The preview and the table editor are htmx; without this module and htmx, buttons do the same.

import { say } from "./say.js";

const form = document.getElementById("edit");
let unsaved = form?.dataset.unsaved === "yes";

form?.addEventListener("input", () => { unsaved = true; });
document.addEventListener("edited", () => { unsaved = true; });
form?.addEventListener("submit", () => { unsaved = false; });
addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

// A warning's line, selected and in the middle of the text.
document.addEventListener("click", (event) => {
  const line = Number(event.target.closest("[data-line]")?.dataset.line);
  const text = form?.elements.namedItem("body");
  if (!line || !text) return;
  const lines = text.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  text.scrollTop = text.scrollHeight * ((line - 1) / lines.length) - text.clientHeight / 2;
});

// Enter in a one-line field would press the form's first button. In a cell it writes the cell into the text.
form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input[type=text]")) return;
  event.preventDefault();
  if (event.target.name === "cell") event.target.dispatchEvent(new Event("change", { bubbles: true }));
});

// What a menu of the table editor does may move the menu's own row: it closes first.
document.addEventListener("click", (event) => event.target.closest("button[name=do]")?.closest("[popover]")?.hidePopover());

// What is typed while the table editor's answer is on its way is not overwritten by it.
let sent = null;
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target?.id === "workspace") sent = form.elements.namedItem("body").value;
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "workspace" || form.elements.namedItem("body").value === sent) return;
  event.detail.shouldSwap = false;
  say("You changed the text meanwhile, and the text counts. Do this in the table once more.");
});
