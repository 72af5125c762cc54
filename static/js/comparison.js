// One comparison table: which options show, in which order, covered or not, and its lit cell.

import { make, text } from "./dom.js";
import { say } from "./say.js";
import { settle, watch } from "./sizes.js";
import { coverOf, optionSwitch, toolbar } from "./tabletools.js";

export const phone = matchMedia("(max-width: 39.99rem)");

/** Turn rows into columns; done twice it changes nothing. */
function transpose(table) {
  const rows = [...table.rows].map((row) => [...row.cells]);
  const head = make("tr");
  const body = make("tbody");
  rows[0].forEach((_, column) => {
    const row = column ? make("tr") : head;
    for (const cells of rows) row.append(cells[column]);
    if (column) body.append(row);
  });
  table.replaceChildren(make("thead", {}, head), body);
}

/** What a cover hides is one element. */
function wrap(cell) {
  if (!cell.hasChildNodes() || cell.querySelector(":scope > .cell")) return;
  const inner = make("div", { class: "cell" });
  inner.append(...cell.childNodes);
  cell.append(inner);
}

export class Comparison {
  constructor(frame) {
    this.frame = frame;
    this.table = frame.querySelector("table.compare");
    this.scroller = frame.querySelector(".table-scroll");
    this.options = [...this.table.querySelectorAll("th[data-option]")].map((head) => ({
      key: head.dataset.option, title: text(head), hidden: false, pinned: false,
    }));
    this.sideways = frame.dataset.options === "rows"; // options written as rows …
    this.turned = false; // … and turned into columns for a phone
    this.single = this.table.querySelector("td.framed")?.dataset.option ?? this.options[0].key; // on a phone; null for all
    const caption = frame.querySelector("figcaption");
    const tools = toolbar(this);
    if (caption) caption.after(tools);
    else frame.prepend(tools);
    this.switch = optionSwitch(this);
    this.scroller.before(this.switch);
    this.scroller.addEventListener("scroll", () => settle([this]), { passive: true });
    phone.addEventListener("change", () => this.fit());
    this.fit();
    watch(this, this.scroller, this.table);
  }

  measured() {
    const { scrollLeft, offsetWidth } = this.scroller;
    return { scrollLeft, beyond: this.table.offsetWidth - offsetWidth };
  }

  /** A table that needs no sideways scrolling stands in the page whole, its header sticking to the window; another
   * shows on which sides it goes on. */
  mark({ scrollLeft, beyond }) {
    const { classList } = this.scroller;
    classList.toggle("is-whole", beyond <= 0);
    classList.toggle("is-scrolled", scrollLeft > 2);
    classList.toggle("has-more", beyond - scrollLeft > 2);
  }

  cells(option) {
    return this.table.querySelectorAll(`[data-option="${CSS.escape(option)}"]`);
  }

  /** Follow the width of the window. */
  fit() {
    this.switch.hidden = !phone.matches || this.options.length < 2;
    const turn = phone.matches && this.sideways;
    if (turn !== this.turned) {
      transpose(this.table);
      this.turned = turn;
    }
    this.show(phone.matches ? this.single : null);
  }

  /** One option (phones), or all that are not hidden with null. */
  show(key) {
    this.single = phone.matches ? key : this.single;
    this.showing = key;
    this.frame.toggleAttribute("data-single", key !== null);
    for (const button of this.switch.children) button.setAttribute("aria-pressed", String(button.value === (key ?? "")));
    this.apply();
  }

  apply() {
    for (const option of this.options) {
      const hide = this.showing === null ? option.hidden : option.key !== this.showing;
      for (const cell of this.cells(option.key)) {
        cell.hidden = hide;
        cell.classList.toggle("pinned", option.pinned);
        if (this.sideways) cell.closest("tr").hidden = hide && !this.turned;
      }
    }
    this.frame.dispatchEvent(new Event("compared", { bubbles: true }));
  }

  hide(option, hidden) {
    option.hidden = hidden;
    this.apply();
    say(`${option.title} ${hidden ? "hidden" : "shown"}.`);
  }

  /** The pinned option comes first; the others keep the order they were written in. */
  pin(option) {
    const pinned = !option.pinned;
    for (const other of this.options) other.pinned = other === option && pinned;
    for (const { key } of [...this.options].sort((one, two) => two.pinned - one.pinned)) {
      for (const cell of this.cells(key)) {
        if (!this.sideways || this.turned) cell.parentNode.append(cell);
        else if (cell.matches("th")) cell.closest("tbody").append(cell.closest("tr"));
      }
    }
    this.apply();
    say(pinned ? `${option.title} comes first.` : "Order as written.");
  }

  cover(on) {
    for (const cell of this.table.querySelectorAll("td[data-option]")) {
      cell.querySelector(".cover")?.remove();
      if (on) wrap(cell);
      cell.classList.toggle("covered", on);
      if (on) cell.append(coverOf(cell, this));
    }
    say(on ? "Cells covered. Say each one, then tap to check." : "Cells uncovered.");
  }

  /** Frame one cell and light its row and its column. */
  light(option, dimension, { still = false } = {}) {
    const across = this.table.querySelectorAll(`[data-dimension="${CSS.escape(dimension)}"]`);
    const cell = [...across].find((other) => other.matches("td") && other.dataset.option === option);
    if (!cell) return;
    for (const old of this.table.querySelectorAll(".lit, .framed")) old.classList.remove("lit", "framed");
    for (const other of [...this.cells(option), ...across]) other.classList.add("lit");
    cell.classList.add("framed");
    if (phone.matches) this.show(option);
    if (!still) cell.scrollIntoView({ block: "center", inline: "center" });
  }
}
