// What is read aloud while a page stays: in the one region that shows it for a few seconds too, or, where the eye has seen
// it happen, in the other, which shows nothing. Both are in every page; a region of a part's own would speak beside them.

const SPEECH = 6000;
let silence;

export function say(text) {
  const region = document.getElementById("status");
  if (!region) return;
  region.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => { region.textContent = ""; }, SPEECH);
}

// Each is added and only that is read: what was to be heard a moment before is neither cut off nor told again.
export function hear(text) {
  const words = text.trim();
  if (!words) return;
  const told = document.createElement("p");
  told.textContent = words;
  document.getElementById("heard")?.append(told);
  setTimeout(() => told.remove(), SPEECH);
}

// What the server said where it refused something: the words of templates/refused.html, or nothing.
export function refusal(xhr) {
  const answer = new DOMParser().parseFromString(xhr?.responseText ?? "", "text/html");
  return answer.querySelector("[data-refusal]")?.textContent ?? "";
}
