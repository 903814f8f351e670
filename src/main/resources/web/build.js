// Keeps the pages of a build as they are on the server while the build goes on.
(() => {
  const SOON = 300;
  const LATER = 2000;
  const LAST = 3000;
  let source = null;
  let timer = 0;
  let asking = 0;
  let due = Infinity;
  let failures = 0;

  const live = () => document.getElementById("live");

  // Times are the server's: how far its clock is ahead of the reader's, who may be hours off.
  let ahead = 0;
  const setClock = () => (ahead = Number(live().dataset.now) - Date.now());
  const clock = () => Date.now() + ahead;

  // As the server writes it.
  const spoken = (ms) => {
    const s = Math.max(0, Math.floor(ms / 1000));
    if (s < 10) return `${s}.${Math.floor((Math.max(0, ms) % 1000) / 100)}s`;
    if (s < 60) return `${s}s`;
    if (s < 3600) return `${Math.floor(s / 60)}m ${s % 60}s`;
    if (s < 86400) return `${Math.floor(s / 3600)}h ${Math.floor((s % 3600) / 60)}m`;
    return `${Math.floor(s / 86400)}d ${Math.floor((s % 86400) / 3600)}h`;
  };

  const tick = () => {
    for (const going of document.querySelectorAll(".elapsed[data-since]")) {
      going.textContent = spoken(clock() - Number(going.dataset.since));
    }
  };

  // What has the focus, so that the same is found in what comes in its place.
  const WITH_FOCUS = "a, button, summary, [tabindex]";
  const named = (element) =>
    ["id", "href", "aria-label", "aria-labelledby"].map((name) => element.getAttribute(name)).join("|") +
    (element.closest("form")?.getAttribute("action") ?? "") +
    (element.matches("button, summary") ? element.textContent.trim() : "");
  const focusedName = () => (live().contains(document.activeElement) ? named(document.activeElement) : null);

  const isSelectedIn = (part) => {
    const selection = getSelection();
    return !selection.isCollapsed && selection.getRangeAt(0).intersectsNode(part);
  };

  // Someone who is choosing, typing or copying is not to be disturbed.
  const isInUse = () =>
    isSelectedIn(live()) ||
    live().querySelector("details.menu[open], form[aria-busy]") !== null || live().contains(document.activeElement?.closest("input, select, textarea") ?? null);

  const refreshIn = (ms) => {
    if (performance.now() + ms >= due) return;
    due = performance.now() + ms;
    clearTimeout(timer);
    timer = setTimeout(refresh, ms);
  };

  // What stands beside the log is not in the same place as what stands above it.
  const renew = (page) => {
    for (const part of document.querySelectorAll("[data-live-part]")) {
      const now = page.getElementById(part.id);
      if (!now || part.contains(document.activeElement) || isSelectedIn(part)) continue;
      const top = part.querySelector(".side-scroll")?.scrollTop ?? 0;
      part.replaceWith(document.adoptNode(now));
      now.querySelector(".side-scroll")?.scrollTo(0, top);
    }
  };

  const refresh = async () => {
    due = Infinity;
    if (failures === 0 && isInUse()) return refreshIn(LATER);
    let page;
    try {
      const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
      if (answer.status >= 500 || answer.status === 408 || answer.status === 429) return lost();
      if (!answer.ok || answer.redirected) return stopped();
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      return lost();
    }
    const now = page.getElementById("live");
    if (!now) return failures > 0 ? lost() : undefined;
    if (isInUse()) {
      if (failures > 0) follow();
      return refreshIn(LATER);
    }
    for (const details of live().querySelectorAll("details[id]")) {
      const same = now.querySelector(`#${CSS.escape(details.id)}`);
      if (same) same.open = details.open;
    }
    const before = { ...live().dataset };
    const focused = focusedName();
    const aside = [...live().querySelectorAll(".table-responsive")].map((table) => table.scrollLeft);
    live().replaceWith(document.adoptNode(now));
    setClock();
    const tables = live().querySelectorAll(".table-responsive");
    if (tables.length === aside.length) tables.forEach((table, i) => table.scrollTo(aside[i], 0));
    renew(page);
    live().dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
    if (focused) [...live().querySelectorAll(WITH_FOCUS)].find((one) => named(one) === focused)?.focus({ preventScroll: true });
    const ending = document.querySelector("[data-ending]");
    if (ending) ending.textContent = page.querySelector("[data-ending]")?.textContent ?? "";
    document.title = page.title;
    if (!live().dataset.events) source?.close();
    changed(before, live().dataset);
  };

  const changed = (before, now) => {
    const goesOnAgain = !before.events && now.events;
    if (failures > 0 || goesOnAgain) follow();
    if (goesOnAgain) again();
    // The end of a log may be written after the last word of the stream, and calls are counted after their job ended.
    if (before.log && !now.log) document.dispatchEvent(new CustomEvent("bridle:log"));
    if (before.again && !now.again) {
      clearTimeout(asking);
      asking = setTimeout(refreshIn, LAST, 0);
    }
  };

  // Calls of models change what is shown, but are no event.
  const again = () => {
    const { again: every } = live().dataset;
    if (!every) return;
    clearTimeout(asking);
    asking = setTimeout(async () => {
      if (document.querySelector(".live-stopped")) return;
      if (!document.hidden && failures === 0) await refresh();
      again();
    }, Number(every));
  };

  const job = (said) => {
    const row = document.getElementById(`job-${said.id}`);
    if (row && !said.retried) {
      const state = row.querySelector("[data-state]");
      state.className = `state state-${said.state}`;
      state.textContent = said.state.replaceAll("_", " ");
      const cell = row.querySelector("[data-elapsed]");
      if (cell && said.since) {
        const took = document.createElement("span");
        took.className = "elapsed";
        took.textContent = spoken((said.until ?? clock()) - said.since);
        if (!said.until) took.dataset.since = said.since;
        cell.replaceChildren(took);
      }
    }
    const beside = document.querySelector(`[data-job="${CSS.escape(said.id)}"] [data-state]`);
    if (beside) {
      beside.className = `state state-${said.state}`;
      beside.firstElementChild.textContent = said.state.replaceAll("_", " ");
    }
    refreshIn(LATER);
  };

  const unsaid = () => document.querySelector(".live-lost")?.remove();

  // Before what is renewed, so that it stays.
  const say = (kind, words) => {
    if (document.querySelector(`.${kind}`)) return;
    const note = document.createElement("p");
    note.className = `${kind} live-note alert alert-warning`;
    note.setAttribute("role", "status");
    note.textContent = words;
    live().before(note);
  };

  const stopped = () => {
    source?.close();
    clearTimeout(timer);
    unsaid();
    say("live-stopped", "This page is no longer updated by itself. Reload it to see how the build is now.");
  };

  // A server that starts again, or what stands before one: the waits grow, and not all pages come back at once.
  const lost = () => {
    failures = Math.min(failures + 1, 6);
    say("live-lost", "The connection is lost. This page reconnects by itself.");
    refreshIn(SOON * 2 ** failures * (1 + Math.random()));
  };

  const found = () => {
    if (failures === 0) return;
    failures = 0;
    unsaid();
    document.dispatchEvent(new CustomEvent("bridle:log"));
  };

  const follow = () => {
    const { events, log } = live().dataset;
    source?.close();
    if (!events) return found();
    if (document.hidden) return;
    source = new EventSource(log ? `${events}&log=${log}` : events);
    source.addEventListener("open", found);
    source.addEventListener("job", (event) => job(JSON.parse(event.data)));
    source.addEventListener("log", (event) =>
      document.dispatchEvent(new CustomEvent("bridle:log", { detail: JSON.parse(event.data) })));
    source.addEventListener("build", (event) => {
      const said = JSON.parse(event.data);
      refreshIn(said.state === live().dataset.state ? LATER : SOON);
    });
    source.addEventListener("error", () => {
      if (document.querySelector(".live-stopped")) return;
      // Who only lost the stream asks for the page, and learns whether the server is there.
      if (source.readyState === EventSource.CLOSED) lost();
      else if (failures === 0) refreshIn(LATER);
    });
  };

  // A build that had ended may go on again because of someone elsewhere.
  const seen = () => {
    if (document.querySelector(".live-stopped")) return;
    if (live().dataset.events) follow();
    else refreshIn(0);
  };

  // Links of agents and REST name a job behind the hash, perhaps with a line.
  const led = location.hash.match(/^#([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/L?(\d+))?$/);
  const way = location.pathname.match(/^(\/[^/]+\/[^/]+\/builds\/\d+)\/?$/);
  if (led && way) {
    location.replace(`${way[1]}/jobs/${led[1]}${led[2] ? `?line=${led[2]}#L${led[2]}` : ""}`);
    return;
  }

  const current = document.querySelector(".side [aria-current=page]");
  const list = current?.closest(".side-scroll");
  if (list) list.scrollTop = current.offsetTop - list.offsetTop - list.clientHeight / 2;

  if (live()) {
    setClock();
    follow();
    again();
    tick();
    setInterval(tick, 1000);
    // Browsers keep few connections to a server: a tab that nobody sees must not hold one.
    document.addEventListener("visibilitychange", () => (document.hidden ? source?.close() : seen()));
    addEventListener("pagehide", () => source?.close());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
  }
})();
