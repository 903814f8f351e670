// Line numbers beside a pipeline's YAML, and the way from what is wrong to its line.
(() => {
  for (const editor of document.querySelectorAll("[data-editor]")) {
    const text = editor.querySelector("textarea");
    const gutter = editor.querySelector(".editor-lines");
    const problems = [...document.querySelectorAll(".problems [data-line]:not([data-line=''])")];
    const wrong = new Set(problems.map((problem) => Number(problem.dataset.line)));

    const count = () => {
      const wanted = text.value.split("\n").length;
      while (gutter.children.length < wanted) {
        const line = document.createElement("span");
        line.textContent = gutter.children.length + 1;
        if (wrong.has(gutter.children.length + 1)) line.className = "wrong";
        gutter.append(line);
      }
      while (gutter.children.length > wanted) gutter.lastChild.remove();
    };

    const go = (line) => {
      const before = text.value.split("\n").slice(0, line - 1);
      const from = before.reduce((sum, one) => sum + one.length + 1, 0);
      const end = text.value.indexOf("\n", from);
      text.focus();
      text.setSelectionRange(from, end < 0 ? text.value.length : end);
      text.scrollTop = (text.scrollHeight / Math.max(1, gutter.children.length)) * Math.max(0, line - 4);
    };

    for (const problem of problems) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "problem-line";
      button.append(...problem.childNodes);
      button.addEventListener("click", () => go(Number(problem.dataset.line)));
      problem.append(button);
    }

    text.addEventListener("input", count);
    text.addEventListener("scroll", () => (gutter.scrollTop = text.scrollTop));
    editor.classList.add("numbered");
    count();
  }
})();
