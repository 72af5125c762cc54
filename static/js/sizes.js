// What depends on sizes is measured when the page is laid out anyway, all of it before anything is written: parts that
// measured themselves one by one would have the page laid out again for each.

const jobs = new WeakMap(); // element → what depends on it

const observer = new ResizeObserver((entries) => settle(new Set(entries.flatMap(({ target }) => [...jobs.get(target)]))));

/** Measure some at once: each is { measured(): sizes, mark(sizes) }. */
export function settle(some) {
  for (const [one, sizes] of [...some].map((each) => [each, each.measured()])) one.mark(sizes);
}

/** Measure now and whenever one of these elements changes its size. */
export function watch(one, ...elements) {
  for (const element of elements) {
    if (!jobs.has(element)) jobs.set(element, new Set());
    jobs.get(element).add(one);
    observer.observe(element);
  }
}

// What can be scrolled is a stop of Tab, so that keys scroll it; what shows all is none, also when it comes anew.
const SCROLLED = ":is(.table-scroll, [role=region], figure, pre)[tabindex='0']";
const known = new WeakSet();

function find() {
  for (const place of document.querySelectorAll(SCROLLED)) {
    observer.unobserve(place);
    observer.observe(place);
    if (known.has(place)) continue;
    known.add(place);
    watch({
      measured: () => place.scrollWidth > place.clientWidth || place.scrollHeight > place.clientHeight,
      mark: (goesOn) => (goesOn ? place.setAttribute("tabindex", "0") : place.removeAttribute("tabindex")),
    }, place, ...place.children);
  }
}

find();
document.addEventListener("htmx:load", find);
