// The review: a fact that has the focus, or is clicked, is marked in the source, and the other way round.

export function watchReview(): void {
  const form = document.querySelector<HTMLElement>("form.review");
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
}

// mark marks a fact on both sides; the source follows where it should.
function mark(form: HTMLElement, id: string, follow: boolean): void {
  form.querySelectorAll(".on").forEach((e) => e.classList.remove("on"));
  document.getElementById(id)?.classList.add("on");
  const place = document.getElementById("s-" + id);
  place?.classList.add("on");
  const pane = place?.closest<HTMLElement>(".pane-source");
  if (!follow || !place || !pane || pane.scrollHeight <= pane.clientHeight) return;
  const top = place.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  if (top < 40 || top > pane.clientHeight - 80) pane.scrollTop += top - pane.clientHeight / 3;
}
