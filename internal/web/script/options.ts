// Long lists of choices: a select with data-more="ID" shows the likeliest options; all of them stand once on the page, in the datalist
// with that id, and are put in when the select is used.

export function watchOptions(): void {
  for (const event of ["focusin", "pointerdown"]) {
    document.addEventListener(event, (e) => e.target instanceof HTMLSelectElement && complete(e.target));
  }
}

// complete puts all options into a select, once they are there.
export function complete(select: HTMLSelectElement): void {
  const all = document.querySelectorAll<HTMLOptionElement>(`#${select.dataset.more} option`);
  if (!select.dataset.more || all.length === 0) return;
  delete select.dataset.more;
  const known = new Set(Array.from(select.options, (o) => o.value));
  all.forEach((o) => known.has(o.value) || select.append(o.cloneNode(true)));
}
