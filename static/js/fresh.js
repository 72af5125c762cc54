// A second tap lands on what the first has brought: a grade on a card that nobody has read. So for a moment after it is
// painted, what is new takes no pointer and no touch (base.css). Keys are meant for what one sees, and go through.

const UNSEEN = 400; // ms
const timers = new WeakMap(); // part of the page → what ends its moment

/** Let a part of the page that is about to be painted be seen before it can be pressed. */
export function shield(part) {
  clearTimeout(timers.get(part));
  part.setAttribute("data-fresh", "");
  requestAnimationFrame(() => {
    clearTimeout(timers.get(part));
    timers.set(part, setTimeout(() => part.removeAttribute("data-fresh"), UNSEEN));
  });
}

for (const name of ["htmx:afterSwap", "htmx:oobAfterSwap"]) {
  document.addEventListener(name, (event) => {
    if (event.target instanceof Element) shield(event.target);
  });
}
