// Presses, follows or enters what a key stands for: whatever names it as its data-key. A list of the keys is in a dialog.
(() => {
  const dialog = document.getElementById("keys");
  const opener = document.querySelector("[data-keys]");
  const show = () => dialog.open || dialog.showModal();
  if (!dialog) return;
  opener.hidden = false;
  opener.addEventListener("click", show);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || dialog.open) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "?") return show();
    const meant = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not([hidden])`);
    if (!meant) return;
    event.preventDefault();
    if (meant.matches("input")) meant.focus();
    else meant.click();
  });
  // A key of another page has led to a field of this one.
  const field = location.hash && document.getElementById(location.hash.slice(1));
  if (field && field.matches("input[data-key]")) field.focus();
})();
