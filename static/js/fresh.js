// A second tap lands on what the first has brought: a grade on a card that nobody has read. So for a moment after it is
// painted, what is new takes no pointer and no touch (base.css). Keys are meant for what one sees, and go through.

const UNSEEN = 400; // ms
const timers = new WeakMap(); // part of the page → what ends its moment

/** Let a part of the page that is about to be painted be seen before it can be pressed. */
export function shield(part) {
  const end = (wait) => {
    clearTimeout(timers.get(part));
    timers.set(part, setTimeout(() => part.removeAttribute("data-fresh"), wait));
  };
  part.setAttribute("data-fresh", "");
  end(3 * UNSEEN); // where nothing is painted for long, as in a page that is not in front
  requestAnimationFrame(() => end(UNSEEN));
}

for (const name of ["htmx:afterSwap", "htmx:oobAfterSwap"]) {
  document.addEventListener(name, (event) => {
    if (event.target instanceof Element) shield(event.target);
  });
}
