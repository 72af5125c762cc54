// Runs before the first paint. Members' theme comes from the server; a visitor's is kept here.
(() => {
  const root = document.documentElement;
  const key = "sdwiki-theme";
  const mine = () => !root.hasAttribute("data-member");

  function stored() {
    try { return localStorage.getItem(key); } catch { return null; }
  }

  function show() {
    for (const button of document.querySelectorAll("[data-set-theme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.setTheme === root.dataset.theme));
    }
  }

  // The browser's own bar follows the page, not the system.
  function tint() {
    const theme = root.dataset.theme;
    for (const bar of document.querySelectorAll("meta[name=theme-color]")) {
      bar.media = theme === "auto" ? `(prefers-color-scheme: ${bar.dataset.scheme})` : theme === bar.dataset.scheme ? "all" : "not all";
    }
  }

  const choice = mine() && stored();
  if (["auto", "light", "dark"].includes(choice)) root.dataset.theme = choice;
  tint();

  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-set-theme]");
    if (!button) return;
    root.dataset.theme = button.dataset.setTheme;
    try { if (mine()) localStorage.setItem(key, root.dataset.theme); } catch { /* private mode */ }
    show();
    tint();
  });
})();
