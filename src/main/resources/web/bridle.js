// What pages do by themselves. Everything can be read without it.
(() => {
  const all = (selector, root = document) => root.querySelectorAll(selector);

  const chosen = () => {
    for (const button of all("[data-theme-choice]")) {
      const is = button.dataset.themeChoice === document.documentElement.dataset.themeChosen;
      button.setAttribute("aria-pressed", String(is));
    }
  };

  const choose = (choice) => {
    try {
      localStorage.setItem("theme", choice);
    } catch {
      return;
    }
    dispatchEvent(new Event("theme"));
    chosen();
  };

  const copy = async (button) => {
    const from = document.getElementById(button.dataset.copies);
    const text = "value" in from ? from.value : from.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      // Without leave to write there, the text is selected for the reader's own copying.
      if (from.select) from.select();
      else getSelection().selectAllChildren(from);
      button.textContent = "Selected";
    }
    setTimeout(() => (button.textContent = "Copy"), 2000);
  };

  const moments = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

  // Also for what arrives later, in pieces.
  const dress = (root) => {
    for (const time of all("time[datetime]:not([title])", root)) {
      time.title = time.textContent;
      time.textContent = moments.format(new Date(time.dateTime));
    }
    for (const hidden of all("[data-copies][hidden], .theme-choice[hidden]", root)) hidden.hidden = false;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.themeChoice) choose(button.dataset.themeChoice);
    if (button?.dataset.copies) copy(button);
    for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of all("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // On a phone lines of places are wider than the screen: where one is, is seen.
  const toHere = () => {
    for (const line of all(".settings-nav, .tabs, .cluster-tabs, .bar-nav")) {
      const here = line.querySelector("[aria-current]");
      if (!here) continue;
      const [outer, inner] = [line.getBoundingClientRect(), here.getBoundingClientRect()];
      line.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
    }
  };
  addEventListener("resize", toHere);
  toHere();

  // What came of a form instead of its answer is a whole page, and is shown as one.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const isPage = detail.xhr.getResponseHeader("Content-Type")?.startsWith("text/html") && detail.xhr.responseText.includes("<main");
    if (!detail.isError || !isPage || detail.requestConfig.verb !== "post") return;
    Object.assign(detail, { shouldSwap: true, isError: false, target: document.body, swapOverride: "innerHTML show:window:top" });
  });

  document.addEventListener("htmx:load", (event) => dress(event.target));
  dress(document);
  chosen();
})();
