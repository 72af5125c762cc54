// A second tap lands on what the first has brought: a grade on a card that nobody has read. So for a moment after it is
// painted, what is new takes no pointer and no touch. Keys are meant for what one sees, and go through.
//
// The moment is an animation: it begins with the paint and ends by itself, whatever becomes of timers, of the part, or of
// another such moment. It leaves nothing in the page that could stay behind, or be copied.

const UNSEEN = 400; // ms
const NO_POINTER = { pointerEvents: "none" };

/** Let a part of the page that is about to be painted be seen before it can be pressed. */
export function shield(part) {
  part.animate([NO_POINTER, NO_POINTER], { duration: UNSEEN, id: "unseen" });
}

for (const name of ["htmx:afterSwap", "htmx:oobAfterSwap"]) {
  document.addEventListener(name, (event) => {
    if (event.target instanceof Element) shield(event.target);
  });
}
