// The log of a job: more of it as it is wanted or written, and what helps to read it.
(() => {
  const MOST = 6000;
  const MOST_TEXT = 8_000_000;
  // So many pixels from the end are still the end, and so many from it have come to it.
  const AT_END = 4;
  const NEAR_END = 60;
  const GONE = "signed out, or no longer there";
  const UP = ["PageUp", "ArrowUp", "Home"];
  const TYPED = "input, textarea, select";
  const viewer = document.querySelector(".log-viewer");
  const box = viewer.querySelector("[data-lines]");
  const { path, page } = viewer.dataset;
  const followButton = viewer.querySelector("[data-follow]");
  let busy = false;
  let again = false;
  let failures = 0;
  // Whether following ended because someone scrolled, and where the page was at last.
  let scrolledAway = false;
  // Until the page is seen to move up, it may still move down from what was wanted before.
  let leaving = false;
  let seenAt = scrollY;
  let seenHeight = document.documentElement.scrollHeight;

  const lines = () => box.querySelectorAll(".log-line");
  const number = (element) => Number(element.id.slice(1));
  const blocks = () => box.querySelectorAll(":scope > .log-block");
  // Groups that the server has said to be open.
  const opened = new WeakSet(box.querySelectorAll(":scope > .log-block > details[open]"));
  const header = (block) => block.querySelector("summary[id^='L']");
  const first = () => {
    const block = blocks()[0];
    if (!block) return 0;
    return header(block) ? number(header(block)) : number(block.querySelector(".log-line"));
  };
  const last = () => {
    const block = [...blocks()].at(-1);
    if (!block) return 0;
    const line = [...block.querySelectorAll(".log-line")].at(-1);
    return line ? number(line) : Number(block.dataset.group);
  };

  const fetched = async (query) => {
    const answer = await fetch(`${path}?${query}`, { headers: { "HX-Request": "true" } });
    if (answer.headers.has("HX-Redirect") || [401, 403, 404].includes(answer.status)) throw new Error(GONE);
    if (!answer.ok) throw new Error("no piece");
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text(); // The server has escaped what the job wrote.
    return holder.content;
  };

  const more = (kind, line, label) => {
    box.querySelector(`:scope > .log-more[data-${kind}]`)?.remove();
    const link = document.createElement("a");
    link.className = "log-more";
    link.dataset[kind] = line;
    link.href = `${page}?line=${line}#L${line}`;
    link.textContent = label;
    return link;
  };

  // A group whose first lines are gone begins further up: its header comes with them again.
  const behead = (block) => {
    const summary = header(block);
    const line = block.querySelector(".log-line");
    if (!summary || !line || number(line) === number(summary) + 1) return;
    block.querySelector(":scope > .log-number")?.remove();
    summary.id = `continued-${number(line)}`;
    summary.querySelector(".log-title").append(" (continued)");
  };

  // Only so many lines, and so much of them, stay in the page; the others are a press away.
  const trim = (fromTop) => {
    const all = [...lines()];
    let spare = all.length - MOST;
    let text = box.textContent.length - MOST_TEXT;
    if (spare <= 0 && text <= 0) return;
    for (const line of fromTop ? all : all.reverse()) {
      if (spare-- <= 0 && text <= 0) break;
      text -= line.textContent.length;
      line.remove();
    }
    const inOrder = fromTop ? [...blocks()] : [...blocks()].reverse();
    for (const block of inOrder.slice(0, -1)) {
      if (block.querySelector(".log-line")) break;
      block.remove();
    }
    if (fromTop) behead(blocks()[0]);
    if (fromTop) box.prepend(more("before", first(), "Earlier lines"));
    else box.append(more("from", last() + 1, "Later lines"));
  };

  const join = (into, block, atEnd) => {
    const added = block.querySelector(".log-lines");
    const there = into.querySelector(".log-lines");
    // What a job opens later; whoever folds it after that keeps it folded.
    const [group, more] = [into, block].map((one) => one.querySelector("details"));
    if (atEnd && more?.open && !opened.has(group)) group.open = true;
    if (more?.open) opened.add(group);
    if (atEnd) there.append(...added.childNodes);
    else there.prepend(...added.childNodes);
    const took = block.querySelector(".log-took");
    if (atEnd && took) into.querySelector(".log-took").textContent = took.textContent;
    if (atEnd || !header(block)) return;
    into.querySelector("summary").replaceWith(header(block));
    into.prepend(block.querySelector(":scope > .log-number"));
  };

  const append = (piece, fromTop) => {
    box.querySelector(":scope > .log-more[data-from]")?.remove();
    const begins = piece.querySelector(".log-line, summary[id^='L']");
    if (!begins) return;
    box.querySelector(":scope > p")?.remove();
    box.classList.remove("log-empty");
    const from = number(begins);
    // The last line may have grown since.
    for (const line of [...lines()].slice(-3)) if (number(line) >= from) line.remove();
    for (const part of [...piece.children]) {
      if (part.matches(".log-more[data-before]")) continue;
      const end = [...blocks()].at(-1);
      if (end && part.dataset.group === end.dataset.group) join(end, part, true);
      else box.append(part);
      const group = part.querySelector("details[open]");
      if (group) opened.add(group);
    }
    trim(fromTop);
  };

  const prepend = (piece) => {
    const height = document.documentElement.scrollHeight;
    box.querySelector(":scope > .log-more[data-before]")?.remove();
    for (const part of [...piece.children].reverse()) {
      if (part.matches(".log-more[data-from]")) continue;
      const begin = blocks()[0];
      if (begin && part.dataset.group === begin.dataset.group) join(begin, part, false);
      else box.prepend(part);
    }
    scrollBy(0, document.documentElement.scrollHeight - height);
    trim(false);
  };

  const follows = () => followButton?.getAttribute("aria-pressed") === "true";

  const setFollow = (on) => {
    scrolledAway = false;
    leaving = false;
    followButton?.setAttribute("aria-pressed", String(on));
    if (on && box.querySelector(".log-more[data-from]")) location.assign(page);
    else if (on) toEnd();
  };

  const leave = () => {
    setFollow(false);
    scrolledAway = true;
    leaving = true;
  };

  // A page that moves slowly would be taken back to the end before it is seen to move.
  const goesUp = (event) =>
    scrollY > 0 && (event.type === "wheel" ? event.deltaY < 0 : UP.includes(event.key) && !event.target.closest(TYPED));

  // Who is at the end already does not see it move.
  const goesToEnd = (event) =>
    event.type === "wheel"
      ? event.deltaY > 0 && document.documentElement.scrollHeight - innerHeight - scrollY <= AT_END
      : event.key === "End" && !event.target.closest(TYPED);

  // Whoever goes up, by whatever means, wants to read; whoever comes to the end again, to follow.
  const scrolled = () => {
    const height = document.documentElement.scrollHeight;
    // What gets shorter above the log moves the page up, too, and is nobody's wish.
    const up = scrollY < seenAt && height >= seenHeight;
    const down = scrollY > seenAt;
    const left = height - innerHeight - scrollY;
    seenAt = scrollY;
    seenHeight = height;
    if (up && left > AT_END && follows()) leave();
    if (up) leaving = false;
    else if (down && left <= NEAR_END && !leaving) comeBack();
  };

  const comeBack = () => {
    if (scrolledAway && !box.querySelector(":scope > .log-more[data-from]")) setFollow(true);
  };

  const pointed = (event) => {
    if (follows() && goesUp(event)) leave();
    else if (goesToEnd(event)) comeBack();
  };

  // Seen at once: whoever goes up in the same moment would seem to come down from above.
  const toEnd = () => {
    seenHeight = document.documentElement.scrollHeight;
    scrollTo({ top: seenHeight, behavior: "instant" });
    seenAt = scrollY;
  };

  const grew = async () => {
    if (box.querySelector(":scope > .log-more[data-from]") && !follows()) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    try {
      do {
        again = false;
        const piece = await fetched(`from=${Math.max(1, last())}`);
        // What was told meanwhile counts too: this piece may have been read before it.
        again ||= piece.querySelector(".log-more[data-from]") !== null;
        // What someone reads further up stays where it is.
        // Whoever went up meanwhile is not taken back: that their page has moved may not be told yet.
        scrolled();
        append(piece, follows());
        if (follows()) toEnd();
      } while (again && (follows() || !box.querySelector(":scope > .log-more[data-from]")));
      failures = 0;
    } catch (error) {
      // What keeps the page says that it stopped.
      if (error.message === GONE) return;
      // There may be no next growth that would ask anew.
      failures = Math.min(failures + 1, 5);
      setTimeout(grew, 1000 * 2 ** failures);
    }
    busy = false;
  };

  const mark = (line) => {
    box.querySelector(".marked")?.classList.remove("marked");
    line?.classList.add("marked");
  };

  const show = (line) => {
    for (let at = line; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    mark(line);
    line.scrollIntoView({ block: "center" });
  };

  box.addEventListener("click", async (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const line = link.matches(".log-number") && document.getElementById(link.hash.slice(1));
    if (line) {
      event.preventDefault();
      history.replaceState(null, "", link.href);
      mark(line);
    }
    if (link.matches(".log-more")) {
      event.preventDefault();
      link.setAttribute("aria-busy", "true");
      if (link.dataset.before && follows()) setFollow(false);
      try {
        if (link.dataset.before) prepend(await fetched(`before=${link.dataset.before}`));
        else append(await fetched(`from=${link.dataset.from}`), true);
      } catch {
        location.assign(link.href);
      }
    }
  });

  for (const option of viewer.querySelectorAll(".log-option")) {
    try {
      const kept = localStorage.getItem(option.id);
      if (kept !== null) option.checked = kept === "true";
    } catch {
      // Some browsers keep nothing.
    }
    option.addEventListener("change", () => {
      try {
        localStorage.setItem(option.id, String(option.checked));
      } catch {
        // It holds for this page, then.
      }
    });
  }

  document.addEventListener("bridle:log", grew);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPED)) return;
    if (event.key === "g" && !event.repeat && !document.querySelector("dialog[open]")) {
      const groups = [...box.querySelectorAll("details")];
      const open = groups.some((group) => !group.open);
      for (const group of groups) group.open = open;
    }
  });

  if (followButton) {
    followButton.hidden = false;
    followButton.addEventListener("click", () => setFollow(!follows()));
    addEventListener("scroll", scrolled, { passive: true });
    for (const how of ["wheel", "keydown"]) addEventListener(how, pointed, { passive: true });
    if (Number(viewer.dataset.marked) > 0) followButton.setAttribute("aria-pressed", "false");
  }

  const wanted = location.hash.match(/^#L(\d+)$/);
  if (wanted) {
    const line = document.getElementById(`L${wanted[1]}`);
    if (line) {
      followButton?.setAttribute("aria-pressed", "false");
      show(line);
    } else if (Number(viewer.dataset.marked) === 0) location.replace(`${page}?line=${wanted[1]}#L${wanted[1]}`);
  }
})();
