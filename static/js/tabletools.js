// The controls of a comparison table: cover, options to hide or pin, the phone's switch.

import { icon, make, text } from "./dom.js";

const label = (words) => make("span", { class: "tool-text" }, words);

export function toolbar(comparison) {
  return make("div", { class: "table-tools" }, coverButton(comparison), optionsMenu(comparison));
}

function coverButton(comparison) {
  const button = make("button", { type: "button", class: "button quiet small", "aria-pressed": "false" }, icon("eye-off"), label("Cover"));
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    button.firstChild.replaceWith(icon(on ? "eye" : "eye-off"));
    comparison.cover(on);
  });
  return button;
}

function optionsMenu(comparison) {
  const boxes = comparison.options.map((option) => {
    const box = make("input", { type: "checkbox", checked: "" });
    box.addEventListener("change", () => comparison.hide(option, !box.checked));
    return make("label", {}, box, option.title);
  });
  const pins = comparison.options.map((option) => {
    const button = make("button", { type: "button", "aria-pressed": "false" }, icon("pin"), `Put ${option.title} first`);
    button.addEventListener("click", () => {
      comparison.pin(option);
      pins.forEach((pin, place) => pin.setAttribute("aria-pressed", String(comparison.options[place].pinned)));
    });
    return button;
  });
  const list = make("div", { class: "menu-list end" }, ...boxes, make("div", { class: "rule" }), ...pins);
  const summary = make("summary", { class: "button quiet small" }, icon("columns-3"), label("Options"));
  return make("details", { class: "menu" }, summary, list);
}

/** Buttons in a row, one an option and one for all; `value` is the option's key. */
export function optionSwitch(comparison) {
  const choices = [...comparison.options, { key: null, title: "All" }];
  const buttons = choices.map(({ key, title }) => {
    const button = make("button", { type: "button", class: "segment", value: key ?? "", "aria-pressed": "false" }, title);
    button.addEventListener("click", () => comparison.show(key));
    return button;
  });
  return make("div", { class: "segmented table-switch", role: "group", "aria-label": "Option shown" }, ...buttons);
}

/** The button that hides a covered cell until it is pressed. */
export function coverOf(cell, comparison) {
  const option = comparison.options.find(({ key }) => key === cell.dataset.option);
  const head = comparison.table.querySelector(`th[data-dimension="${CSS.escape(cell.dataset.dimension)}"]`);
  const button = make("button", { type: "button", class: "cover" }, "Show");
  button.append(make("span", { class: "visually-hidden" }, ` ${option.title}, ${head ? text(head) : ""}`));
  button.addEventListener("click", () => {
    button.remove();
    cell.classList.remove("covered");
    cell.tabIndex = -1;
    cell.focus();
  });
  return button;
}
