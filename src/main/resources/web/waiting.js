// While a form's answer takes its time, its button says so and can't be pressed again.
(() => {
  for (const form of document.querySelectorAll("form[data-waits]")) {
    form.addEventListener("submit", (event) => {
      const button = event.submitter || form.querySelector("button[type=submit]");
      // Only after the form was read: a disabled button's own value would not be sent.
      setTimeout(() => {
        button.dataset.label = button.textContent;
        button.textContent = form.dataset.waits;
        for (const one of form.querySelectorAll("button[type=submit]")) one.disabled = true;
        form.setAttribute("aria-busy", "true");
      });
    });
  }
  // A page that comes back from the browser's memory is ready again.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
