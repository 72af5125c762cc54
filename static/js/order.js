// Ordering: the menus of places become a list whose lines are moved by buttons, by arrow keys on them, or by dragging.
// The menus stay in the form and hold the places, so that what is sent is the same. Nothing is placed before the first
// move: whoever finds the lines in order already says so with a button. A line that moves stays in the document where
// its neighbours go past it, so that it keeps the focus and the pointer.

import { icon, make, text } from "./dom.js";
import { moved } from "./placed.js";
import { hear } from "./say.js";

const items = (list) => [...list.children];
const menu = (item) => item.querySelector("select");
const words = (item) => text(item.querySelector(".choice-text"));
const inOrder = (list) => items(list).every((item, place) => menu(item).value === `${place + 1}`);
const buttons = (item) => [...item.querySelectorAll(".order-step")];

function step(name, label) {
  const shown = icon("chevron-down");
  if (name < 0) shown.classList.add("turned");
  return make("button", { type: "button", class: "order-step", "data-step": name }, shown,
    make("span", { class: "visually-hidden" }, label));
}

function build(list) {
  list.dataset.ready = "";
  for (const item of items(list)) {
    const label = item.querySelector("label");
    label.replaceWith(make("div", { class: "placing-item" }, ...label.childNodes));
    menu(item).hidden = true;
    menu(item).required = false; // a hidden field cannot say that it is empty; the server does
    const grip = make("span", { class: "order-grip", "aria-hidden": "true" });
    // Else a drag ends as a throw that moves nothing, and the tap after it stops the throw instead of pressing a button.
    grip.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    item.prepend(grip);
    item.append(make("span", { class: "order-steps" }, step("-1", `Up: ${words(item)}`), step("1", `Down: ${words(item)}`)));
  }
  const place = (item) => Number(menu(item).value) || items(list).length + 1;
  list.append(...items(list).sort((one, other) => place(one) - place(other)));
  const keep = make("button", { type: "button", class: "button quiet small order-keep" }, "Keep this order");
  keep.addEventListener("click", () => {
    commit(list, "The order is kept.");
    buttons(items(list)[0])[1].focus();
  });
  list.after(make("p", { class: "helptext order-help" }, "Drag a line, or move it with its buttons or the arrow keys."), keep);
  draw(list);
}

function draw(list) {
  const all = items(list);
  const open = !inOrder(list);
  list.classList.toggle("is-open", open);
  list.parentElement.querySelector(".order-keep").hidden = !open;
  all.forEach((item, place) => {
    item.dataset.key = `${place + 1}`;
    item.querySelector(".choice-key").textContent = place + 1;
    buttons(item)[0].setAttribute("aria-disabled", place === 0);
    buttons(item)[1].setAttribute("aria-disabled", place === all.length - 1);
  });
}

function commit(list, said) {
  items(list).forEach((item, place) => { menu(item).value = `${place + 1}`; });
  draw(list);
  hear(said);
  moved(menu(list.firstElementChild));
}

function told(item) {
  const all = items(item.parentElement);
  return `${words(item)}, place ${all.indexOf(item) + 1} of ${all.length}`;
}

function move(item, by) {
  const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return hear(told(item));
  if (by < 0) item.after(other);
  else item.before(other);
  return commit(item.parentElement, told(item));
}

const line = (target) => target.closest?.("[data-order][data-ready] > li");

document.addEventListener("click", (event) => {
  const item = line(event.target);
  const pressed = event.target.closest(".order-step");
  if (item && pressed) move(item, Number(pressed.dataset.step));
  if (item === event.target && !event.isTrusted) buttons(item).find((one) => one.ariaDisabled !== "true").focus(); // its number
});

document.addEventListener("keydown", (event) => {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const item = line(event.target);
  if (!by || !item || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  move(item, by);
});

// Dragging: by mouse anywhere on a line, by touch at its grip, as a finger elsewhere scrolls the page.
document.addEventListener("pointerdown", (event) => {
  const item = line(event.target);
  const grip = event.target.closest?.(".order-grip");
  if (!item || event.button || event.target.closest("button") || !(grip || event.pointerType === "mouse")) return;
  event.preventDefault();
  const list = item.parentElement;
  const before = items(list);
  const ends = new AbortController();
  let from = event.clientY + scrollY;
  const past = (other, go) => {
    const was = item.offsetTop;
    go(other);
    from += item.offsetTop - was;
  };
  const middle = (other) => other.getBoundingClientRect().top + other.offsetHeight / 2;
  const follow = (pointer) => {
    const y = pointer.clientY + scrollY;
    const put = () => { item.style.transform = `translateY(${y - from}px)`; };
    put();
    for (let next = item.nextElementSibling; next && item.getBoundingClientRect().bottom > middle(next); next = item.nextElementSibling) {
      past(next, (other) => item.before(other));
      put();
    }
    for (let last = item.previousElementSibling; last && item.getBoundingClientRect().top < middle(last); last = item.previousElementSibling) {
      past(last, (other) => item.after(other));
      put();
    }
  };
  const end = (kept) => {
    ends.abort();
    item.style.transform = "";
    item.classList.remove("is-dragged");
    if (!kept) list.append(...before);
    else if (items(list).some((one, place) => one !== before[place])) commit(list, told(item));
  };
  item.setPointerCapture(event.pointerId);
  item.classList.add("is-dragged");
  item.addEventListener("pointermove", follow, { signal: ends.signal });
  item.addEventListener("pointerup", () => end(true), { signal: ends.signal });
  item.addEventListener("pointercancel", () => end(false), { signal: ends.signal });
  document.addEventListener("keydown", (key) => { if (key.key === "Escape") end(false); }, { signal: ends.signal });
});

// “I don’t know” empties the menus (attempt.js).
document.addEventListener("change", (event) => {
  for (const list of event.target.form?.querySelectorAll("[data-order][data-ready]") ?? []) draw(list);
});

const start = (root) => root.querySelectorAll("[data-order]:not([data-ready])").forEach(build);
document.addEventListener("htmx:load", (event) => start(event.target));
start(document);
