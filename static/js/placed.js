// What matching, sorting and ordering say to the form: that a person has changed something.

// A script's own events are not trusted, so this one says that a person is behind it (saving.js).
export function moved(field) {
  field.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: { moved: true } }));
}
