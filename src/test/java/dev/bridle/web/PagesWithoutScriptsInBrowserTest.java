package dev.bridle.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whoever has no scripts can read every page that there is. On one database: that the other gives
 * the same pages is seen by {@link EveryAnswerIsSafeTest}.
 */
@Needs(Program.CHROMIUM)
class PagesWithoutScriptsInBrowserTest {
  /** What promises more that only a script would bring. */
  private static final String STILL_WAITING =
      """
      () => [...document.querySelectorAll(".panel-waiting, [aria-busy=true]")]
        .filter((one) => one.checkVisibility()).map((one) => one.outerHTML)
      """;

  /** What would come by itself, and has neither content nor a link to it. */
  private static final String DEAD_ENDS =
      """
      () => [...document.querySelectorAll("[data-panel], [hx-trigger*=load]")]
        .filter((one) => ![...document.querySelectorAll("main noscript a")].some((a) => a.checkVisibility()))
        .map((one) => one.outerHTML)
      """;

  /** Buttons that only a script would answer. */
  private static final String DEAD_BUTTONS =
      """
      () => [...document.querySelectorAll("button")]
        .filter((one) => one.checkVisibility() && (!one.form || one.type !== "submit"))
        .map((one) => one.outerHTML)
      """;

  private static final String WHERE_NOSCRIPT_LEADS =
      """
      () => [...document.querySelectorAll("main noscript a")].map((one) => one.getAttribute("href"))
      """;

  private final FullSite site = new FullSite(Engine.SQLITE);

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void everyPageCanBeRead() {
    var wrong = new ArrayList<String>();
    try (var ana = Tab.withoutScripts(site.bridle);
        var guest = Tab.withoutScripts(site.bridle)) {
      ana.signIn(RunningBridle.ANA);
      var pages = new ArrayList<>(site.pages());
      assertThat(pages).hasSizeGreaterThan(60);
      for (int i = 0; i < pages.size(); i++) {
        var page = pages.get(i);
        var tab = page.forGuests() ? guest : ana;
        wrong.addAll(wrong(tab.page(), page.path()));
        for (Object further : list(tab.page(), WHERE_NOSCRIPT_LEADS)) {
          Tab.picture(tab.page(), "without-scripts-" + page.name());
          String next = (String) further;
          if (pages.stream().noneMatch(known -> known.path().equals(next))) {
            pages.add(new FullSite.Page(next, next, page.forGuests()));
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theFirstPageOfANewServerCanBeRead() {
    try (var fresh = RunningBridle.start();
        var tab = Tab.withoutScripts(fresh)) {
      String link = fresh.setupLink().orElseThrow().reveal();
      assertThat(wrong(tab.page(), link.substring(link.indexOf("/setup")))).isEmpty();
    }
  }

  private static List<String> wrong(Page page, String path) {
    var came = page.navigate(path);
    var wrong = new ArrayList<String>();
    if (came.status() != 200) {
      wrong.add("status " + came.status());
    }
    if (page.locator("h1:visible").count() != 1 || page.locator("h1").innerText().isBlank()) {
      wrong.add("no heading, or several");
    }
    if (page.locator("main").innerText().length() < 30) {
      wrong.add("nothing to read: " + page.locator("main").innerText());
    }
    for (String find : List.of(STILL_WAITING, DEAD_ENDS, DEAD_BUTTONS)) {
      list(page, find).forEach(one -> wrong.add("dead: " + one));
    }
    for (int width : new int[] {390, 1280}) {
      page.setViewportSize(width, 844);
      int wide = (int) page.evaluate("document.documentElement.scrollWidth");
      if (wide > width) {
        wrong.add(wide + " pixels wide on " + width);
      }
    }
    return wrong.stream().map(what -> path + ": " + what).toList();
  }

  private static List<?> list(Page page, String script) {
    return (List<?>) page.evaluate(script);
  }
}
