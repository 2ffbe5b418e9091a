// The look: a choice of colours or type size shows at once and is kept by the server for the next page.

export function watchLook(): void {
  document.querySelectorAll<HTMLFormElement>("form[data-look]").forEach((form) => {
    form.addEventListener("change", () => {
      const chosen = new FormData(form);
      set("theme", String(chosen.get("theme") || ""));
      set("type", String(chosen.get("type") || ""));
      const body = new URLSearchParams();
      chosen.forEach((value, name) => body.append(name, String(value)));
      fetch(form.action, { method: "POST", body, credentials: "same-origin", redirect: "manual" }).catch(() => {
        // The next page has the look of before: nothing is lost.
      });
    });
  });
}

function set(name: string, value: string): void {
  if (value) document.documentElement.dataset[name] = value;
  else delete document.documentElement.dataset[name];
}
