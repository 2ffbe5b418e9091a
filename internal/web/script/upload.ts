// Files: size and kind are looked at before anything is sent, and a form with data-upload shows how much is sent.

import { say, size } from "./words";

export function watchUploads(): void {
  document.querySelectorAll<HTMLElement>("[data-upload]").forEach((box) => {
    const input = box.querySelector<HTMLInputElement>("input[type=file]");
    const state = box.querySelector<HTMLElement>(".upload-state");
    if (!input || !state) return;
    input.addEventListener("change", () => check(box, input, state));
    if (box instanceof HTMLFormElement) box.addEventListener("submit", (event) => send(event, box, input, state));
    dropOn(box, input);
  });
}

// check says what is wrong with the files, so that nobody waits for an upload that is refused.
function check(box: HTMLElement, input: HTMLInputElement, state: HTMLElement): void {
  const largest = Number(box.dataset.largest);
  const types = input.accept.split(",").filter((t) => t.startsWith("."));
  let wrong = "";
  for (const file of Array.from(input.files || [])) {
    if (file.size > largest) wrong = say("tooLarge", file.name, size(file.size), size(largest));
    else if (types.length > 0 && !types.some((t) => file.name.toLowerCase().endsWith(t))) wrong = say("wrongType", file.name);
  }
  input.setCustomValidity(wrong);
  show(state, wrong, -1);
  if (wrong) input.reportValidity();
}

function send(event: Event, form: HTMLFormElement, input: HTMLInputElement, state: HTMLElement): void {
  if (event.defaultPrevented || !input.files || input.files.length === 0) return;
  event.preventDefault();
  const button = form.querySelector<HTMLButtonElement>("button");
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.addEventListener("progress", (e) => {
    if (!e.lengthComputable) return;
    const share = Math.floor((100 * e.loaded) / e.total);
    show(state, e.loaded === e.total ? say("sent") : say("sending", share), share);
  });
  request.addEventListener("load", () => {
    if (request.status < 400) {
      location.assign(request.responseURL || form.action);
      return;
    }
    const page = new DOMParser().parseFromString(request.responseText, "text/html"); // the sentence stands on the page that came back
    const said = page.querySelector(".notice-fault > div, .wrong-page .sentence");
    if (request.status === 413 || request.status === 422) input.value = ""; // it would be refused again
    show(state, (said?.lastChild?.textContent || said?.textContent || say("lost")).trim(), -1);
    if (button) button.disabled = false;
  });
  request.addEventListener("error", () => {
    show(state, say("lost"), -1);
    if (button) button.disabled = false;
  });
  if (button) button.disabled = true;
  request.send(new FormData(form));
}

function show(state: HTMLElement, text: string, share: number): void {
  const bar = state.querySelector("progress");
  const words = state.querySelector("span");
  state.hidden = !text;
  state.classList.toggle("wrong", share < 0);
  if (words) words.textContent = text;
  if (bar) {
    bar.hidden = share < 0;
    bar.value = Math.max(0, share);
  }
}

// dropOn takes files that are dropped on the box.
function dropOn(box: HTMLElement, input: HTMLInputElement): void {
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("over");
  });
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("over");
    if (!event.dataTransfer || event.dataTransfer.files.length === 0) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  });
}
