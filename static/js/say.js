// The one status region: what is said here is read aloud and shown for a few seconds.

const SPEECH = 6000;
let silence;

export function say(text) {
  const region = document.getElementById("status");
  if (!region) return;
  region.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => { region.textContent = ""; }, SPEECH);
}

// What the server said where it refused something: the words of templates/refused.html, or nothing.
export function refusal(xhr) {
  const answer = new DOMParser().parseFromString(xhr?.responseText ?? "", "text/html");
  return answer.querySelector("[data-refusal]")?.textContent ?? "";
}
