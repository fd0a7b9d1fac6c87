// Comfort only: the button tells how many people remain as boxes are ticked; the server counts again.
"use strict";
(function () {
  const form = document.querySelector("form[data-chosen]");
  const button = form && form.querySelector("button[data-label]");
  if (!button) { return; }
  const all = Number(form.dataset.chosen);
  form.addEventListener("change", function () {
    const left = all - form.querySelectorAll("input[name=sauf]:checked").length;
    button.textContent = button.dataset.label + " " + left.toLocaleString("fr-FR") + "\u00a0" + (left < 2 ? "personne" : "personnes");
  });
}());
