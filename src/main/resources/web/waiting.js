// While a form's answer takes its time, its button says so and can't be pressed again.
(() => {
  // Parts of a page may be renewed, so no form is listened to by itself.
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-waits]");
    if (!form) return;
    if (form.hasAttribute("aria-busy")) {
      // Pressed twice before the button could be disabled.
      event.preventDefault();
      return;
    }
    form.setAttribute("aria-busy", "true");
    const button = event.submitter || form.querySelector("button[type=submit]");
    // Only after the form was read: a disabled button's own value would not be sent.
    setTimeout(() => {
      button.textContent = form.dataset.waits;
      for (const one of form.querySelectorAll("button[type=submit]")) one.disabled = true;
    });
  });
  // A page that comes back from the browser's memory is ready again.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
