// The editor: warnings and statements lead to their place, Enter in a field does not publish, and unpublished text is
// not left by accident. The preview and the table editor are htmx; without this module and htmx, buttons do the same.

import { say } from "./say.js";

const form = document.getElementById("edit");
let unsaved = form?.dataset.unsaved === "yes";

form?.addEventListener("input", () => { unsaved = true; });
document.addEventListener("edited", () => { unsaved = true; });
form?.addEventListener("submit", () => { unsaved = false; });
addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

/** How high a text's field would be if it ended at this place. Lines wrap, so that is measured in a copy. */
export function heightTo(text, end) {
  const copy = text.cloneNode();
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", minHeight: "0", height: "0", width: `${text.offsetWidth}px` });
  copy.removeAttribute("id");
  copy.removeAttribute("name");
  copy.tabIndex = -1;
  copy.value = text.value.slice(0, end);
  text.after(copy);
  const height = copy.scrollHeight;
  copy.remove();
  return height;
}

// A part of the text, selected and in the middle of its field.
function select(text, begin, end) {
  text.focus({ preventScroll: true });
  text.setSelectionRange(begin, end);
  text.scrollTop = heightTo(text, begin) - text.clientHeight / 2;
}

/** Put a piece into the text in place of a part of it, with what is to be written in it, ``own``, selected. */
export function put(text, begin, end, piece, own) {
  text.setRangeText(piece, begin, end, "end");
  const last = piece.length - piece.endsWith(": }"); // what follows a colon is still to be written
  const at = begin + (own === undefined ? last : piece.indexOf(own || '""') + (own ? 0 : 1));
  select(text, at, at + (own?.length ?? 0));
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

// A warning leads to its line.
document.addEventListener("click", (event) => {
  const line = Number(event.target.closest("[data-line]")?.dataset.line);
  const text = form?.elements.namedItem("body");
  if (!line || !text) return;
  const lines = text.value.split("\n");
  const begin = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  select(text, begin, begin + (lines[line - 1]?.length ?? 0));
  text.scrollIntoView({ block: "nearest" });
});

// A mark, or a list, that tells questions what they need to know: put where the cursor is, with what is to be written
// selected. A press takes no focus from the text first, so the cursor is where it was.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mark], [data-list]");
  const text = form?.elements.namedItem("body");
  if (!button || !text) return;
  const { mark, list, item } = button.dataset;
  const piece = list ? `\n**${list}**\n\n- ${item}\n` : ` {${mark}}`;
  put(text, text.selectionEnd, text.selectionEnd, piece, list ? item : /"(.*)"/.exec(mark)?.[1]);
});

// The statement that the editor came for: selected when the page opens, on request, and when it was marked.
function find() {
  const spot = document.getElementById("spot");
  if (!spot) return;
  select(form.elements.namedItem("body"), Number(spot.dataset.begin), Number(spot.dataset.end));
  spot.scrollIntoView({ block: "start" });
}
find();
document.addEventListener("click", (event) => { if (event.target.closest("[data-find]")) find(); });
document.addEventListener("marked", find);

// Enter in a one-line field would press the form's first button. In a cell it writes the cell into the text.
form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input[type=text]")) return;
  event.preventDefault();
  if (event.target.name === "cell") event.target.dispatchEvent(new Event("change", { bubbles: true }));
  if (event.target.name === "condition") form.querySelector("[data-contest]").click();
});

// A condition is no part of the text yet: typing it asks for no preview.
document.addEventListener("input", (event) => { if (event.target.name === "condition") event.stopPropagation(); }, true);

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
