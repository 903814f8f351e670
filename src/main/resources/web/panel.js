// A panel that can't be loaded says so, and is asked for again by its button.
(() => {
  const show = (panel, failed) => {
    const waiting = panel.querySelector(".panel-waiting");
    if (!waiting) return;
    waiting.hidden = failed;
    panel.querySelector(".panel-failed").hidden = !failed;
  };
  const FAILURES = ["htmx:responseError", "htmx:sendError", "htmx:timeout"];
  for (const name of FAILURES) {
    document.addEventListener(name, (event) => {
      const panel = event.target.closest("[data-panel]");
      if (panel) show(panel, true);
    });
  }
  // A form whose answer comes into the page says when none came.
  const note = (event) => event.target.closest("form")?.querySelector(".no-answer");
  const told = (event, failed) => {
    const one = note(event);
    if (one) one.hidden = !failed;
  };
  document.addEventListener("htmx:beforeRequest", (event) => told(event, false));
  for (const name of FAILURES) document.addEventListener(name, (event) => told(event, true));
  // What is asked for again and again says while no answer comes.
  const stale = (event, failed) => {
    for (const one of document.querySelectorAll("[data-stale]")) {
      if (one.dataset.stale === event.target.id) one.hidden = !failed;
    }
  };
  for (const name of FAILURES) document.addEventListener(name, (event) => stale(event, true));
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.shouldSwap) stale(event, false);
  });
  document.addEventListener("click", (event) => {
    const panel = event.target.closest("[data-again]")?.closest("[data-panel]");
    if (!panel) return;
    show(panel, false);
    htmx.trigger(panel, "again");
  });
})();
