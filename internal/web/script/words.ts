// What the script says. The server writes the sentences into the page in the reader's language.

const words: Record<string, string> = JSON.parse(document.body.dataset.words || "{}");

// say gives a sentence with {0}, {1} … filled in.
export function say(key: string, ...values: (string | number)[]): string {
  return (words[key] || "").replace(/\{(\d)\}/g, (_, i) => String(values[Number(i)] ?? ""));
}

// announce tells readers of screens what happened.
export function announce(text: string): void {
  const place = document.getElementById("announce");
  if (place) place.textContent = text;
}

// clock is the time of day people live by, 14:32, whatever the machine is set to.
export function clock(ms: number): string {
  const t = new Date(ms + 8 * 3600_000);
  return String(t.getUTCHours()).padStart(2, "0") + ":" + String(t.getUTCMinutes()).padStart(2, "0");
}

// size writes a number of bytes as the server and people's computers do, a KB being 1024 bytes.
export function size(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  let unit = 0;
  while (Math.round(bytes) >= 1024 && unit < units.length - 1) {
    bytes /= 1024;
    unit++;
  }
  return (bytes < 10 ? bytes.toFixed(1).replace(".0", "") : Math.round(bytes).toLocaleString("en")) + " " + units[unit];
}
