// The review: a fact that has the focus, or is clicked, is marked in the source, and the other way round. Keys walk through the
// tasks and press the buttons that stand there anyway; a sentence selected in the source is what is added.

export function watchReview(): void {
  const form = document.querySelector<HTMLFormElement>("form.review");
  if (!form) return;
  form.addEventListener("focusin", (event) => {
    const fact = (event.target as HTMLElement).closest<HTMLElement>("[data-fact]");
    if (fact) mark(form, fact.dataset.fact!, true);
  });
  form.addEventListener("click", (event) => {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>("a[href^='#']");
    if (!link) return;
    const id = decodeURIComponent(link.hash.slice(1));
    const inSource = !id.startsWith("s-");
    mark(form, inSource ? id : id.slice(2), !inSource);
  });
  document.addEventListener("htmx:afterSettle", () => wanted && show(form, wanted)); // more of the text has come
  const there = decodeURIComponent(location.hash.slice(1));
  if (there.startsWith("s-") && !document.getElementById(there)) window.addEventListener("load", () => show(form, there.slice(2)));
  document.addEventListener("selectionchange", () => choose(form));
  form.querySelectorAll<HTMLElement>(".chosen").forEach((p) => (p.textContent = p.dataset.empty || ""));
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) && !isBox(target)) return;
    if (!document.querySelector("dialog[open]") && press(form, event.key)) event.preventDefault();
  });
}

function isBox(e: HTMLElement): boolean {
  return e instanceof HTMLInputElement && (e.type === "checkbox" || e.type === "radio");
}

// press does what a key stands for, and says whether it stands for anything.
function press(form: HTMLFormElement, key: string): boolean {
  const card = current(form);
  switch (key) {
    case "j":
      return step(form, 1);
    case "k":
      return step(form, -1);
    case "a":
      return take(card, true) && step(form, 1);
    case "r":
      return take(card, false);
    case "e":
      return click(card?.querySelector("[data-act=edit]"));
    case "m":
      return click(card?.querySelector("[data-act=merge]"));
    case "v":
      return click(card?.querySelector("[data-act=seen]"));
    case "s":
      const split = card?.querySelector<HTMLDetailsElement>("[data-split]");
      if (!split) return click(card?.querySelector("[data-act=edit]"));
      split.open = true;
      split.querySelector("input")?.focus();
      return true;
    case "n":
      const add = form.querySelector<HTMLDetailsElement>("#add");
      if (!add) return false;
      add.open = true;
      add.querySelector("input")?.focus();
      return true;
    case "u":
      return click(form.querySelector("button[value=undo]:not(:disabled)"));
    case "U":
      return click(form.querySelector("button[value=redo]:not(:disabled)"));
  }
  return false;
}

function click(button: HTMLElement | null | undefined): boolean {
  button?.click();
  return !!button;
}

function cards(form: HTMLElement): HTMLElement[] {
  return Array.from(form.querySelectorAll<HTMLElement>(".card-task"));
}

// current is the task with the focus, else the one that is marked, else the one the address points to.
function current(form: HTMLElement): HTMLElement | null {
  const focus = document.activeElement?.closest<HTMLElement>(".card-task");
  return focus || form.querySelector<HTMLElement>(".card-task.on") || form.querySelector<HTMLElement>(".card-task:target");
}

function step(form: HTMLElement, by: number): boolean {
  const all = cards(form);
  if (all.length === 0) return false;
  const now = current(form);
  const at = now ? all.indexOf(now) + by : 0;
  const next = all[Math.min(all.length - 1, Math.max(0, at))];
  next.querySelector<HTMLElement>("input[name=take]")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  mark(form, next.dataset.fact!, true);
  return true;
}

// take ticks a task or takes the tick away; a task that is left out wants a reason, which the next page asks for.
function take(card: HTMLElement | null, is: boolean): boolean {
  const box = card?.querySelector<HTMLInputElement>("input[name=take]");
  if (!box || box.disabled) return false;
  if (box.checked !== is) box.click();
  if (!is) card!.querySelector<HTMLInputElement>("input[name^='why.']")?.focus();
  return true;
}

// choose notes the place of what is selected in the source, in bytes of the text, for what is added.
function choose(form: HTMLFormElement): void {
  const selection = document.getSelection();
  const source = form.querySelector(".pane-source .text");
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed || !source) return;
  const range = selection.getRangeAt(0);
  if (!source.contains(range.startContainer) || !source.contains(range.endContainer)) return;
  const start = place(range.startContainer, range.startOffset);
  const end = place(range.endContainer, range.endOffset);
  if (start < 0 || end <= start) return;
  form.querySelector<HTMLInputElement>("[name='span.start']")!.value = String(start);
  form.querySelector<HTMLInputElement>("[name='span.end']")!.value = String(end);
  form.querySelectorAll<HTMLElement>(".chosen").forEach((p) => (p.textContent = selection.toString()));
}

// place is where a point of the source stands in the text; negative for one that does not.
function place(node: Node, offset: number): number {
  const line = (node instanceof HTMLElement ? node : node.parentElement)?.closest<HTMLElement>("p[data-at]");
  if (!line) return -1;
  const before = document.createRange();
  before.setStart(line, 0);
  before.setEnd(node, offset);
  return Number(line.dataset.at) + new TextEncoder().encode(before.toString()).length;
}

// wanted is the fact whose place in the text is still to come; empty for none.
let wanted = "";

// show marks a fact in the text and asks for more of the text until it is there.
function show(form: HTMLElement, id: string): void {
  const more = form.querySelector(".pane-source .more");
  wanted = !document.getElementById("s-" + id) && more ? id : "";
  if (wanted) more!.dispatchEvent(new Event("wanted"));
  else mark(form, id, true);
}

// mark marks a fact on both sides; the source follows where it should.
function mark(form: HTMLElement, id: string, follow: boolean): void {
  form.querySelectorAll(".on").forEach((e) => e.classList.remove("on"));
  document.getElementById(id)?.classList.add("on");
  const place = document.getElementById("s-" + id);
  if (follow && !place && form.querySelector(".pane-source .more")) return show(form, id);
  place?.classList.add("on");
  const pane = place?.closest<HTMLElement>(".pane-source");
  if (!follow || !place || !pane || pane.scrollHeight <= pane.clientHeight) return;
  const top = place.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  if (top < 40 || top > pane.clientHeight - 80) pane.scrollTop += top - pane.clientHeight / 3;
}
