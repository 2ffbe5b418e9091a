"use strict";
(function () {
  var changes = Array.prototype.slice.call(document.querySelectorAll("section > article.change"));
  var at = -1, label = document.getElementById("at");
  function show(i) {
    if (!changes.length) return;
    at = (i + changes.length) % changes.length;
    changes[at].focus({ preventScroll: true });
    changes[at].scrollIntoView({ block: "start" });
    label.textContent = (at + 1) + " / " + changes.length;
  }
  function open() {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    for (var e = target; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
    if (!target) return;
    target.scrollIntoView({ block: "start" });
    var i = changes.indexOf(target);
    if (i >= 0) { at = i; label.textContent = (i + 1) + " / " + changes.length; }
  }
  label.textContent = (changes.length ? "0 / " : "") + changes.length;
  document.getElementById("next").onclick = function () { show(at + 1); };
  document.getElementById("previous").onclick = function () { show(at < 0 ? -1 : at - 1); };
  document.addEventListener("keydown", function (e) {
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    if (e.key === "n") show(at + 1);
    if (e.key === "p") show(at < 0 ? -1 : at - 1);
  });
  addEventListener("hashchange", open);
  open();
})();
