// Somebody was asked to log in, or their form was too old, while they published: that their text is still here, if it
// is (drafts.js keeps it in this tab).

const note = document.querySelector("[data-kept-text]");
if (note) note.hidden = !Object.keys(sessionStorage).some((name) => name.startsWith("draft:"));
