// What matching, sorting and ordering say: to the form, that a person has changed something, and aloud, what.

// A script's own events are not trusted, so this one says that a person is behind it (saving.js).
export function moved(field) {
  field.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: { moved: true } }));
}

export function speak(part, words) {
  part.querySelector("[data-spoken]").textContent = words;
}
