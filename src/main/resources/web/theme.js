// Sets the colours before anything is painted: what was chosen in this browser, else what the system prefers.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => {
    let choice = "system";
    try {
      choice = localStorage.getItem("theme") || choice;
    } catch {
      // Some browsers keep nothing; then the system decides.
    }
    const theme = choice === "system" ? (dark.matches ? "dark" : "light") : choice;
    document.documentElement.dataset.bsTheme = theme;
    document.documentElement.dataset.themeChosen = choice;
  };
  dark.addEventListener("change", paint);
  addEventListener("storage", paint);
  addEventListener("theme", paint);
  paint();
})();
