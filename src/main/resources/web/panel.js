// A panel that can't be loaded says so, and is asked for again by its button.
(() => {
  const show = (panel, failed) => {
    const waiting = panel.querySelector(".panel-waiting");
    if (!waiting) return;
    waiting.hidden = failed;
    panel.querySelector(".panel-failed").hidden = !failed;
  };
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      const panel = event.target.closest("[data-panel]");
      if (panel) show(panel, true);
    });
  }
  document.addEventListener("click", (event) => {
    const panel = event.target.closest("[data-again]")?.closest("[data-panel]");
    if (!panel) return;
    show(panel, false);
    htmx.trigger(panel, "again");
  });
})();
