// Keys: "/" goes to the filter, j and k walk through the rows of a list, Enter opens, Space ticks, "?" shows the table of keys.

export function watchKeys(): void {
  const table = document.getElementById("keys") as HTMLDialogElement | null;
  document.querySelectorAll("[data-keys]").forEach((b) => b.addEventListener("click", () => open(table)));
  document.querySelectorAll<HTMLElement>("dialog [data-close]").forEach((b) => b.addEventListener("click", () => b.closest("dialog")!.close()));
  document.querySelectorAll("[data-print]").forEach((b) => b.addEventListener("click", () => window.print()));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (act(event.key, table)) event.preventDefault();
  });
}

function open(table: HTMLDialogElement | null): void {
  if (table && table.showModal) table.showModal();
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));
}

function act(key: string, table: HTMLDialogElement | null): boolean {
  switch (key) {
    case "?":
      open(table);
      return true;
    case "/":
      const filter = document.querySelector<HTMLInputElement>("[data-filter] input[type=text]");
      filter?.focus();
      return !!filter;
    case "j":
    case "ArrowDown":
      return step(1, key);
    case "k":
    case "ArrowUp":
      return step(-1, key);
    case "Enter":
      const link = current()?.querySelector<HTMLAnchorElement>("a.open");
      if (!link || document.activeElement instanceof HTMLAnchorElement || document.activeElement instanceof HTMLButtonElement) return false;
      link.click();
      return true;
    case " ":
      const box = current()?.querySelector<HTMLInputElement>("input[type=checkbox]");
      box?.click();
      return !!box;
  }
  return false;
}

function rows(): HTMLElement[] {
  return Array.from(document.querySelectorAll<HTMLElement>("[data-rows] > tbody > tr"));
}

function current(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-rows] > tbody > tr.on");
}

// step moves the mark to another row. Arrows scroll the page as usual until a row was chosen with j or k.
function step(by: number, key: string): boolean {
  const all = rows();
  const at = all.findIndex((r) => r.classList.contains("on"));
  if (all.length === 0 || (at < 0 && key.startsWith("Arrow"))) return false;
  const next = Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by));
  all.forEach((r, i) => r.classList.toggle("on", i === next));
  all[next].scrollIntoView({ block: "nearest" });
  all[next].querySelector<HTMLAnchorElement>("a.open")?.focus({ preventScroll: true });
  return true;
}
