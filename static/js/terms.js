// A glossary term shows its definition on hover and focus; Escape hides it, and the pointer may rest on it (WCAG 1.4.13).
// Without this script the term is a link to the glossary.

let definitions;
let note;
let timer;

const load = () => (definitions ??= fetch("/glossary.json").then((answer) => (answer.ok ? answer.json() : {})).catch(() => ({})));

function hide() {
  clearTimeout(timer);
  note?.remove();
  document.querySelector("a.term[aria-describedby=term-note]")?.removeAttribute("aria-describedby");
  note = undefined;
}

async function show(term) {
  const text = (await load())[term.hash.replace("#term-", "")];
  if (!text || !(term.matches(":hover") || term === document.activeElement)) return;
  hide();
  note = document.createElement("div");
  note.className = "term-note";
  note.id = "term-note";
  note.role = "tooltip";
  note.textContent = text;
  note.addEventListener("pointerleave", later);
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  document.body.append(note);
  term.setAttribute("aria-describedby", "term-note");
  const box = term.getBoundingClientRect();
  const left = Math.min(Math.max(12, box.left), document.documentElement.clientWidth - note.offsetWidth - 12);
  const below = box.bottom + 8 + note.offsetHeight < document.documentElement.clientHeight;
  note.style.left = `${left + scrollX}px`;
  note.style.top = `${(below ? box.bottom + 6 : box.top - note.offsetHeight - 6) + scrollY}px`;
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(hide, 150);
}

const termOf = (event) => event.target instanceof Element && event.target.closest("a.term");

document.addEventListener("pointerover", (event) => termOf(event) && event.pointerType !== "touch" && show(termOf(event)));
document.addEventListener("pointerout", (event) => termOf(event) && later());
document.addEventListener("focusin", (event) => termOf(event) && show(termOf(event)));
document.addEventListener("focusout", (event) => termOf(event) && hide());
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());

// On a touch screen the first tap shows the definition, the second follows the link.
document.addEventListener("click", (event) => {
  const term = termOf(event);
  if (!term || !matchMedia("(hover: none)").matches) return;
  if (term.getAttribute("aria-describedby") === "term-note") return;
  event.preventDefault();
  term.focus();
  show(term);
});
