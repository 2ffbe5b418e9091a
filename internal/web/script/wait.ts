// What the server works on: a form that was sent is not sent twice, and when the answer takes more than a moment the page says that it is waited for.
// Files that are made first come in the same way, but nothing tells the page when they have come.

import { say } from "./words";

const moment = 400; // ms in which most answers come
const patience = 120_000; // ms after which a form may be sent again: the answer was lost
const glance = 6_000; // ms for which a note about a file stands

export function watchWaiting(): void {
  const note = document.getElementById("waiting");
  const text = note?.querySelector("span");
  if (!note || !text) return;
  let timer = 0;
  const hide = (): void => {
    clearTimeout(timer);
    note.hidden = true;
    text.textContent = "";
  };
  const show = (said: string, stays: number, then: () => void): void => {
    hide();
    timer = window.setTimeout(() => {
      note.hidden = false;
      text.textContent = said;
      timer = window.setTimeout(() => (hide(), then()), stays);
    }, moment);
  };
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.dataset.waits) event.preventDefault();
    if (event.defaultPrevented || form.target) return;
    form.dataset.waits = "1";
    show(say("working"), patience, () => delete form.dataset.waits);
  });
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest?.("a[href]") as HTMLAnchorElement | null;
    if (!link || event.defaultPrevented || !/\.(xlsx|docx|zip)$|\/dossier$/.test(new URL(link.href).pathname)) return;
    show(say("preparing"), glance, () => {});
  });
  window.addEventListener("pageshow", () => { // also when somebody comes back to it
    hide();
    document.querySelectorAll<HTMLFormElement>("form[data-waits]").forEach((form) => delete form.dataset.waits);
  });
}
