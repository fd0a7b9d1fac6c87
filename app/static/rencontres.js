// Comfort only: every page works without this file.
"use strict";
(function () {
  // The first error of a form that was sent back gets the focus, as its summary is read out.
  const errors = document.getElementById("erreurs");
  if (errors) { errors.focus(); }

  // One click, one sending: a second click on the same button is ignored while the page leaves.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    // Another button of the same form is another wish: CSV, then XLSX.
    const wish = "sent-" + (event.submitter ? event.submitter.value : "");
    if (form.dataset.sent === wish) { event.preventDefault(); return; }
    form.dataset.sent = wish;
    window.setTimeout(function () { delete form.dataset.sent; }, 4000);
  });

  // A page that shows the progress of long work reads itself again, slowly, while it is looked at.
  const progress = document.querySelector("[data-progress]");
  if (progress) {
    window.setInterval(function () { if (!document.hidden) { window.location.reload(); } }, 15000);
  }
}());
