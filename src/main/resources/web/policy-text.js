// Leads from the sentence about a mistake to its line in the text.
(() => {
  const link = document.querySelector("a[data-line]");
  const text = document.getElementById("field-text");
  if (!link || !text) return;

  const show = () => {
    const lines = text.value.split("\n");
    const line = Math.min(Number(link.dataset.line), lines.length) - 1;
    const start = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + lines[line].length);
    const height = parseFloat(getComputedStyle(text).lineHeight) || 20;
    text.scrollTop = Math.max(0, (line - 5) * height);
  };

  link.addEventListener("click", (event) => {
    event.preventDefault();
    show();
  });
})();
