// The big screen: turns through its sections, and asks for new numbers every minute. While the server is away it keeps the last ones and says
// since when; without script all sections stand one below the other.

const main = document.querySelector<HTMLElement>("main[data-screen]");
const away = document.querySelector<HTMLElement>(".screen-away");
const every = 60_000;

if (main && away) {
  const turn = (Number(main.dataset.turn) || 15) * 1000;
  let at = 0;
  const show = () => {
    const slides = main.querySelectorAll<HTMLElement>(".slide");
    slides.forEach((s, i) => s.classList.toggle("on", i === at % slides.length));
  };
  const refresh = async () => {
    try {
      const answer = await fetch(main.dataset.screen!, { credentials: "same-origin", cache: "no-store", redirect: "error", headers: { "X-Part": "screen" } });
      if (!answer.ok) throw new Error();
      main.innerHTML = await answer.text();
      away.hidden = true;
      show();
    } catch {
      if (!away.hidden) return;
      const now = new Date();
      const two = (n: number) => String(n).padStart(2, "0");
      away.textContent = (main.dataset.away || "") + " " + two(now.getHours()) + ":" + two(now.getMinutes());
      away.hidden = false;
    }
  };
  main.classList.add("turns");
  show();
  window.setInterval(() => {
    at++;
    show();
  }, turn);
  window.setInterval(refresh, every);
  window.addEventListener("online", refresh);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    const slides = main.querySelectorAll(".slide").length;
    at = (at + (event.key === "ArrowRight" ? 1 : slides - 1)) % slides;
    show();
  });
}
