// Menus close when another place is clicked, and on Escape.

export function watchMenus(): void {
  const menus = () => document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    menus().forEach((m) => {
      if (!m.contains(event.target as Node)) m.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((m) => {
      m.open = false;
      m.querySelector("summary")?.focus();
    });
    if (location.hash === "#side") location.hash = "#main";
  });
}
