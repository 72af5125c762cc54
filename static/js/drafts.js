// What an editor types is kept in this tab until it is published, and offered again when the editor is opened: a login
// that has ended, a page that was left, a connection that dropped lose nothing. It is kept under its editor's number, and
// goes when they log out or somebody else logs in: app.js sees to that, on every page.

const OWNER = document.documentElement.dataset.member;
const PREFIX = "draft:";
const SENT = "draft-sent"; // under which name the text is kept that was sent to be published
const FIELDS = ["title", "slug", "phase", "summary", "body", "sources", "note"];
const PAUSE = 400; // ms without a key

// Published: the editor sent the text, and its answer is the page.
const sent = sessionStorage.getItem(SENT);
if (sent) {
  sessionStorage.removeItem(SENT);
  const from = document.referrer ? new URL(document.referrer).pathname : "";
  if (location.pathname.startsWith("/wiki/") && /^\/(edit|new-page)\//.test(from)) sessionStorage.removeItem(sent);
}

const form = document.getElementById("edit");
const offer = document.getElementById("kept-draft");
if (form && offer) edit(form, offer, `${PREFIX}${OWNER}:${form.dataset.page}`);

function edit(form, offer, name) {
  let timer = 0;
  const field = (called) => form.elements.namedItem(called);
  const begun = form.dataset.sent === undefined ? written() : null; // null: the text came back unpublished

  function written() {
    const present = FIELDS.filter(field);
    return JSON.stringify(present.map((called) => field(called).value.replaceAll("\r\n", "\n")));
  }

  function keep() {
    clearTimeout(timer);
    if (!offer.hidden || written() === begun) return;
    const fields = Object.fromEntries(FIELDS.filter(field).map((called) => [called, field(called).value]));
    try {
      sessionStorage.setItem(name, JSON.stringify({ fields, written: written(), base: field("base")?.value, at: Date.now() }));
    } catch { /* a full or forbidden storage: the page still warns before it is left */ }
  }

  function read() {
    try {
      return JSON.parse(sessionStorage.getItem(name));
    } catch {
      return null;
    }
  }

  function show(kept) {
    const at = new Date(kept.at);
    offer.querySelector("[data-kept-at]").textContent = `Last typed at ${at.toLocaleTimeString([], { timeStyle: "short", hourCycle: "h23" })}.`;
    offer.hidden = false;
    form.inert = true; // so that neither text takes the other's place unseen
    offer.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-kept]")?.dataset.kept;
      if (!choice) return;
      offer.hidden = true;
      form.inert = false;
      if (choice === "discard") sessionStorage.removeItem(name);
      else restore(kept);
      field("body").focus();
    });
    offer.querySelector("[data-kept=restore]").focus();
  }

  function restore(kept) {
    for (const [called, value] of Object.entries(kept.fields)) if (field(called)) field(called).value = value;
    if (field("base") && kept.base) field("base").value = kept.base; // so that what others published since is merged
    document.body.dispatchEvent(new CustomEvent("edited", { bubbles: true }));
  }

  const kept = read();
  if (kept && kept.written === written()) sessionStorage.removeItem(name);
  else if (kept && begun !== null) show(kept);
  keep();

  const soon = () => { clearTimeout(timer); timer = setTimeout(keep, PAUSE); };
  form.addEventListener("input", soon);
  document.addEventListener("edited", soon);
  addEventListener("pagehide", keep);
  form.addEventListener("submit", (event) => {
    keep();
    if (event.submitter?.matches("[data-publish]")) sessionStorage.setItem(SENT, name);
  });
}
