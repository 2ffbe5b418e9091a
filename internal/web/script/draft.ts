// Drafts: what somebody types is not lost. A form with data-draft="ADDRESS" is kept twice: on this computer
// within half a second of a change, and on the server within a few seconds. A power cut so loses
// the last half second, a broken browser profile the last few.
//
// The copy on this computer belongs to one person, one form and one version of the record: it is never
// shown to another person, and never put over a record that somebody has changed meanwhile. Passwords, secrets, files
// and ids are not kept. It goes when the form is sent, and after a week.

import { complete } from "./options";
import { announce, clock, say } from "./words";

const prefix = "draft ";
const signedOut = "signed-out"; // in the tab's own memory: a page for nobody was seen since the last one for somebody
const toServer = 3000; // ms after a change
const here = 400; // ms after a change
const longest = 7 * 24 * 3600_000;

interface Kept {
  at: number;
  version: string;
  values: [string, string][]; // as states gives them
  sent?: boolean; // a form that is kept here only was sent; whether it was taken the next page tells
}

export function watchDrafts(): void {
  forgetOld();
  settleSent();
  document.querySelectorAll<HTMLFormElement>("form[data-draft]").forEach(watch);
  if (!document.body.dataset.person) return;
  document.querySelectorAll<HTMLFormElement>("form[method=post]:not([data-draft], [data-look])").forEach((form) => isFilledIn(form) && watchHere(form));
}

function keyOf(form: HTMLFormElement): string {
  const action = form.getAttribute("action") || "";
  const alike = Array.from(document.forms).filter((f) => f.getAttribute("action") === action).indexOf(form);
  return prefix + (document.body.dataset.person || "") + " " + (form.dataset.draft || (alike > 0 ? `${action} ${alike}` : action));
}

// isFilledIn says whether a form takes anything but the press of a button.
function isFilledIn(form: HTMLFormElement): boolean {
  return entries(form).some((e) => e.type !== "hidden");
}

// settleSent drops what was sent and taken. It was not where this page says what is wrong, nor where it comes after one for nobody: he had to sign in.
function settleSent(): void {
  try {
    if (!document.body.dataset.person) {
      sessionStorage.setItem(signedOut, "1");
      return;
    }
    const isLost = sessionStorage.getItem(signedOut) !== null || document.querySelector(".wrong-page") !== null;
    sessionStorage.removeItem(signedOut);
    const own = prefix + document.body.dataset.person + " ";
    for (const key of Object.keys(localStorage)) {
      const kept = key.startsWith(own) ? read(key) : null;
      if (!kept?.sent) continue;
      if (isLost) localStorage.setItem(key, JSON.stringify({ ...kept, sent: false }));
      else localStorage.removeItem(key);
    }
  } catch {
    // Nothing is kept where storage is closed.
  }
}

// watchHere keeps a form on this computer only.
function watchHere(form: HTMLFormElement): void {
  const key = keyOf(form);
  let keeping = 0;
  restore(form, key);
  const keep = (sent: boolean) => {
    window.clearTimeout(keeping);
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), version: version(form), values: states(form), sent } satisfies Kept));
    } catch {
      // The disk of the browser is full or closed to us.
    }
  };
  form.addEventListener("input", () => {
    window.clearTimeout(keeping);
    keeping = window.setTimeout(() => keep(false), here);
  });
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) keep(true);
  });
}

function watch(form: HTMLFormElement): void {
  const key = keyOf(form);
  let keeping = 0;
  let sending = 0;
  let changed = false;
  let submitted = false;
  restore(form, key);

  const keep = () => {
    const kept: Kept = { at: Date.now(), version: version(form), values: states(form) };
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // The disk of the browser is full or closed to us: the server still has the draft.
    }
  };
  const send = async () => {
    keep();
    changed = false;
    const body = new URLSearchParams(values(form));
    body.set("version", version(form));
    try {
      const answer = await fetch(form.dataset.draft!, { method: "POST", body, credentials: "same-origin", redirect: "manual" });
      if (!answer.ok) throw new Error();
      tell(form, say("saved", clock(Date.now())));
    } catch {
      changed = true;
      tell(form, say("kept", clock(Date.now())));
    }
  };
  form.addEventListener("input", () => {
    changed = true;
    window.clearTimeout(keeping);
    window.clearTimeout(sending);
    keeping = window.setTimeout(keep, here);
    sending = window.setTimeout(send, toServer);
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    submitted = true;
    window.clearTimeout(keeping);
    window.clearTimeout(sending);
    keep(); // until the next page says that it was taken; see restore
  });
  form.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      window.clearTimeout(sending);
      void send();
    }
  });
  window.addEventListener("pagehide", () => {
    if (changed && !submitted) keep();
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed && !submitted) event.preventDefault();
  });
}

// restore puts the copy of this computer into the form if it is newer than what the server filled it with, and says so. Parts of
// the form that come later are filled when they are there.
function restore(form: HTMLFormElement, key: string): void {
  const kept = read(key);
  if (!kept) return;
  if (kept.version !== version(form)) {
    localStorage.removeItem(key); // it was sent, or somebody changed the record: the server's version counts
    return;
  }
  let rest = kept.values;
  const before: [string, string][] = [];
  let note: HTMLElement | null = null;
  const more = () => {
    const now = states(form);
    const left = fill(form, rest);
    const after = states(form);
    const changed = entries(form).filter((_, i) => after[i][1] !== now[i][1]);
    changed.forEach(unfold);
    before.push(...now.filter(([name]) => rest.some(([n]) => n === name)));
    rest = left;
    if (changed.length > 0 && !note) note = tellRestored(form, kept.at, () => (fill(form, before), localStorage.removeItem(key), (rest = [])));
    if (!note && rest.length === 0) localStorage.removeItem(key); // it was sent
  };
  more();
  document.addEventListener("htmx:afterSettle", () => rest.length > 0 && more());
}

// unfold opens what an entry is folded away in: what came back is to be seen.
function unfold(e: Entry): void {
  for (let d = e.closest("details"); d; d = d.parentElement?.closest("details") ?? null) d.open = true;
}

// tellRestored says that what was typed was put back, and gives the way to discard it.
function tellRestored(form: HTMLFormElement, at: number, discarded: () => void): HTMLElement {
  const note = document.createElement("div");
  note.className = "notice notice-note";
  note.setAttribute("role", "status");
  const text = document.createElement("span");
  text.textContent = say("restored", clock(at));
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "btn btn-sm";
  discard.textContent = say("discard");
  discard.addEventListener("click", () => {
    discarded();
    note.remove();
  });
  const box = document.createElement("div");
  box.append(text, discard);
  note.append(box);
  form.prepend(note);
  announce(text.textContent);
  return note;
}

function read(key: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    return kept && Array.isArray(kept.values) && typeof kept.at === "number" ? kept : null;
  } catch {
    return null;
  }
}

function version(form: HTMLFormElement): string {
  return form.querySelector<HTMLInputElement>("input[name=version]")?.value || "";
}

type Entry = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

// entries are the fields that are kept, and what says which parts of a form were shown.
function entries(form: HTMLFormElement): Entry[] {
  return Array.from(form.querySelectorAll<Entry>("input[name], select[name], textarea[name]")).filter(
    (e) => (e.name === "shown" || !["hidden", "password", "file", "submit", "button"].includes(e.type)) && !e.disabled && !e.closest(".field-secret, .field-code"),
  );
}

// isBox says whether the value of an entry is its own rather than the person's.
function isBox(e: Entry): e is HTMLInputElement {
  return ["checkbox", "radio", "hidden"].includes(e.type);
}

function isOn(e: HTMLInputElement): boolean {
  return e.type === "hidden" || e.checked;
}

// values are the entries as the form would send them.
function values(form: HTMLFormElement): [string, string][] {
  return entries(form)
    .filter((e) => !isBox(e) || isOn(e))
    .map((e) => [e.name, e.value]);
}

// states are the entries as they are kept here: a box by its name and value, with or without a tick.
function states(form: HTMLFormElement): [string, string][] {
  return entries(form).map((e) => (isBox(e) ? [`${e.name}=${e.value}`, isOn(e) ? "1" : ""] : [e.name, e.value]));
}

// fill puts states into the entries that are there, and gives those that have none.
function fill(form: HTMLFormElement, kept: [string, string][]): [string, string][] {
  const rest = kept.slice();
  for (const e of entries(form)) {
    const at = rest.findIndex(([name]) => name === (isBox(e) ? `${e.name}=${e.value}` : e.name));
    if (at < 0) continue;
    const value = rest[at][1];
    if (isBox(e)) e.checked = value !== "";
    else {
      if (e instanceof HTMLSelectElement && e.value !== value) complete(e);
      if (e instanceof HTMLSelectElement && !Array.from(e.options).some((o) => o.value === value)) continue; // its options are still to come
      e.value = value;
    }
    rest.splice(at, 1);
  }
  return rest;
}

function tell(form: HTMLFormElement, text: string): void {
  const place = form.querySelector(".draft-state");
  if (place) place.textContent = text;
}

function forgetOld(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(prefix) && Date.now() - (read(key)?.at || 0) > longest) localStorage.removeItem(key);
    }
  } catch {
    // Nothing is kept where storage is closed.
  }
}
