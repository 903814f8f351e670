package dev.bridle.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every page that there is, in dark colours on a phone: a picture of each, and what bars the way.
 */
@Needs(Program.CHROMIUM)
class EveryPageOnADarkPhoneTest {
  private static final int WIDTH = 390;

  private final FullSite site = new FullSite();

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void nothingStandsOut() {
    var wrong = new ArrayList<String>();
    var names = new HashSet<String>();
    int more = 1;
    try (var ana = site.ana();
        var guest = new Tab(site.bridle)) {
      for (var page : site.pages()) {
        var tab = page.forGuests() ? guest : ana;
        tab.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        tab.page().setViewportSize(WIDTH, 844);
        tab.go(page.path());
        tab.page()
            .waitForFunction("() => !document.querySelector('[data-panel] > .panel-waiting')");
        String name = "dark-phone-" + tab.heading().replaceAll("\\W+", "-");
        Tab.picture(tab.page(), names.add(name) ? name : name + "-" + ++more);
        int wide = (int) tab.page().evaluate("document.documentElement.scrollWidth");
        if (wide > WIDTH) {
          wrong.add(page.path() + " is " + wide + " pixels wide");
        }
      }
    }
    assertThat(wrong).isEmpty();
  }
}
