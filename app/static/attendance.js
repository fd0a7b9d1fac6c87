// The sign-in sheet by keyboard and without waiting: each mark is saved at once. Without this file, the form has its buttons.
"use strict";
(function () {
  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", function () { window.print(); });
  }

  const form = document.querySelector("[data-sheet]");
  if (!form || !form.querySelector("input[type=radio]")) { return; }
  const lines = Array.from(form.querySelectorAll("[data-line]"));
  const letters = { p: "present", a: "absent", e: "excused" };
  const waiting = new Map();
  form.classList.add("is-live");
  form.querySelector("[data-keys]").hidden = false;

  function tell(answer) {
    const counts = document.querySelector("[data-counts]");
    counts.querySelector(".meter__words").textContent = answer.told;
    counts.querySelector(".meter__bar").setAttribute("aria-label", answer.told);
    counts.querySelector(".meter__part").setAttribute("width", (answer.total ? 100 * answer.present / answer.total : 0) + "%");
    offer("[data-everyone]", answer.everyone);
    offer("[data-undo]", answer.undo);
  }

  function offer(what, words) {
    const box = document.querySelector(what);
    if (!box) { return; }
    box.hidden = !words;
    box.querySelector("button").textContent = words;
  }

  function save(line) {
    const state = line.querySelector("[data-state]");
    const data = new URLSearchParams();
    const chosen = line.querySelector("input[type=radio]:checked");
    data.set("csrf_token", form.elements.csrf_token.value);
    data.set("temps", form.elements.temps.value);
    data.set("ligne", line.dataset.line);
    data.set(chosen.name, chosen.value);
    state.textContent = "…";
    window.fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "error", keepalive: true })
      .then(function (response) { if (!response.ok) { throw new Error(); } return response.json(); })
      .then(function (answer) { state.textContent = "Enregistré"; line.classList.remove("is-unsaved"); tell(answer); })
      .catch(function () { state.textContent = "Non enregistré\u00a0: appuyez sur Enregistrer"; line.classList.add("is-unsaved"); });
  }

  // A person who looks for the right letter, or runs through the choices with the arrows, is saved once.
  function later(line) {
    window.clearTimeout(waiting.get(line));
    waiting.set(line, window.setTimeout(function () { waiting.delete(line); save(line); }, 350));
  }

  function go(line, step) {
    const next = lines[lines.indexOf(line) + step];
    if (!next) { return; }
    (next.querySelector("input[type=radio]:checked") || next.querySelector("input[type=radio]")).focus();
    next.scrollIntoView({ block: "nearest" });
  }

  form.addEventListener("change", function (event) {
    const line = event.target.closest("[data-line]");
    if (line) { later(line); }
  });

  form.addEventListener("keydown", function (event) {
    const line = event.target.closest("[data-line]");
    if (!line || event.target.type !== "radio" || event.ctrlKey || event.metaKey || event.altKey) { return; }
    const mark = letters[event.key.toLowerCase()];
    if (mark) {
      event.preventDefault();
      line.querySelector("input[type=radio][value=" + mark + "]").checked = true;
      later(line);
      go(line, 1);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      go(line, event.key === "ArrowDown" ? 1 : -1);
    }
  });

  // Leaving within the third of a second before a mark is saved must not lose it.
  window.addEventListener("pagehide", function () { waiting.forEach(function (timer, line) { window.clearTimeout(timer); save(line); }); });
}());
