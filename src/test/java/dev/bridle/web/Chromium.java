package dev.bridle.web;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import dev.bridle.testing.Program;
import java.util.List;
import java.util.Map;

/** The system's Chromium, started once for a whole test run. */
final class Chromium {
  private static final List<String> ARGUMENTS =
      List.of(
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private Chromium() {}

  static Browser get() {
    return Holder.ONE;
  }

  private static final class Holder {
    static final Browser ONE = launch();

    private Holder() {}

    private static Browser launch() {
      var driver =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      return driver
          .chromium()
          .launch(
              new BrowserType.LaunchOptions()
                  .setExecutablePath(Program.CHROMIUM.path())
                  .setChromiumSandbox(false)
                  .setArgs(ARGUMENTS));
    }
  }
}
