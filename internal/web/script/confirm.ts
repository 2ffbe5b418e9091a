// Questions before an act that takes something away. Without script the act is done at once, and the server's own checks hold.

export function watchConfirm(): void {
  const dialog = document.getElementById("confirm") as HTMLDialogElement | null;
  const text = document.getElementById("confirm-text");
  const yes = dialog?.querySelector<HTMLButtonElement>("[data-yes]");
  if (!dialog || !text || !yes || !dialog.showModal) return;
  let go: (() => void) | null = null;
  yes.addEventListener("click", () => {
    dialog.close();
    go?.();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const button = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    const question = button?.dataset.confirm || form.dataset.confirm;
    if (!question || form.dataset.sure) return;
    event.preventDefault();
    text.textContent = question;
    go = () => {
      form.dataset.sure = "1";
      if (button) button.click();
      else form.submit();
      delete form.dataset.sure;
    };
    dialog.showModal();
  }, true);
}
