package dev.bridle.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.bridle.testing.RunningBridle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One tab of a browser, in which someone looks at a server's pages. What a page complains of fails
 * the test when the tab is closed.
 */
public final class Tab implements AutoCloseable {
  private static final Path PICTURES = Path.of("target", "screenshots");
  static final int WIDTH = 1280;
  static final int PHONE_WIDTH = 390;
  private static final int HEIGHT = 844;

  /** For a machine that does much else; nothing that is right takes so long. */
  private static final double PATIENCE_MILLIS = 20_000;

  private final String url;
  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  /** Of someone who has not signed in. */
  public Tab(RunningBridle bridle) {
    this(bridle.url(), true);
  }

  /** The same, at a server of any kind. */
  public static Tab at(String url) {
    return new Tab(url, true);
  }

  /** Of someone who has not signed in, and whose browser runs no scripts. */
  static Tab withoutScripts(RunningBridle bridle) {
    return new Tab(bridle.url(), false);
  }

  private Tab(String url, boolean scripts) {
    this.url = url;
    this.context =
        Chromium.get()
            .newContext(
                new com.microsoft.playwright.Browser.NewContextOptions()
                    .setBaseURL(url)
                    .setJavaScriptEnabled(scripts)
                    .setLocale("en-GB")
                    .setTimezoneId("UTC")
                    .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE)
                    .setViewportSize(WIDTH, HEIGHT));
    this.page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    page.onConsoleMessage(this::note);
    page.onPageError(complaints::add);
  }

  /** Of someone who signs in first. */
  public static Tab of(RunningBridle bridle, String email) {
    return of(bridle.url(), email);
  }

  /** The same, at a server of any kind. */
  public static Tab of(String url, String email) {
    return new Tab(url, true).signIn(email);
  }

  Tab signIn(String email) {
    go("/login").fill("E-mail address", email).fill("Password", RunningBridle.PASSWORD);
    press("Sign in");
    page.waitForURL(address -> !address.contains("/login"));
    return this;
  }

  private void note(ConsoleMessage message) {
    boolean ofThePageItself =
        message.text().startsWith("Failed to load resource")
            && message.location().startsWith(page.url());
    if (List.of("error", "warning").contains(message.type()) && !ofThePageItself) {
      complaints.add(message.text() + " (" + message.location() + ")");
    }
  }

  public Tab go(String path) {
    page.navigate(path);
    return this;
  }

  /** The page, for whatever is not said here. */
  public Page page() {
    return page;
  }

  /** The address without the server's. */
  public String address() {
    return page.url().substring(url.length());
  }

  public String heading() {
    return page.locator("h1").innerText();
  }

  public Tab fill(String label, String text) {
    page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).fill(text);
    return this;
  }

  public Tab press(String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
    return this;
  }

  public Tab follow(String link) {
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link).setExact(true)).click();
    return this;
  }

  public Locator find(String selector) {
    return page.locator(selector);
  }

  /**
   * Looks at the page in light and dark colours and as on a phone: takes pictures of each, and
   * finds what keeps people out.
   */
  public Tab look(String name) {
    show(ColorScheme.DARK, WIDTH);
    picture(name + "-dark");
    assertThat(Axe.barriers(page)).as("barriers in dark colours").isEmpty();
    show(ColorScheme.LIGHT, WIDTH);
    picture(name + "-light");
    assertThat(Axe.barriers(page)).as("barriers in light colours").isEmpty();
    page.setViewportSize(PHONE_WIDTH, HEIGHT);
    picture(name + "-phone");
    assertThat(Axe.barriers(page)).as("barriers on a phone").isEmpty();
    assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
        .as("nothing stands out at the side of a phone")
        .isLessThanOrEqualTo(PHONE_WIDTH);
    page.setViewportSize(WIDTH, HEIGHT);
    return this;
  }

  /** In these colours, as wide as this. */
  Tab show(ColorScheme colours, int width) {
    page.setViewportSize(width, HEIGHT);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
    return this;
  }

  private void picture(String name) {
    picture(page, name);
  }

  /** Takes a picture only. */
  public static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(PICTURES.resolve(name + ".png"))
            .setFullPage(true)
            .setAnimations(com.microsoft.playwright.options.ScreenshotAnimations.DISABLED));
  }

  @Override
  public void close() {
    context.close();
    assertThat(complaints).as("what pages complained of").isEmpty();
  }
}
