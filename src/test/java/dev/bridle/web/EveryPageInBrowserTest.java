package dev.bridle.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every page that there is, at a desk and on a phone, in light and dark: pictures of each, what
 * bars people's way, what has to be fetched, and (by {@link Tab}) what the browser complains of. On
 * one database: that the other gives the same pages is seen by {@link EveryAnswerIsSafeTest}.
 */
@Needs(Program.CHROMIUM)
class EveryPageInBrowserTest {
  @Test
  void nothingIsWrongWithAny() {
    var faults = new ArrayList<String>();
    try (var site = new FullSite(Engine.SQLITE);
        var ana = site.ana();
        var guest = new Tab(site.bridle)) {
      for (var page : site.pages()) {
        var tab = page.forGuests() ? guest : ana;
        faults.addAll(Inspection.faults(tab, page.name(), page.path()));
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void norWithTheFirstOfANewServer() {
    try (var fresh = RunningBridle.start();
        var tab = new Tab(fresh)) {
      String link = fresh.setupLink().orElseThrow().reveal();
      List<String> faults =
          Inspection.faults(tab, "page-setup", link.substring(link.indexOf("/setup")));
      assertThat(faults).isEmpty();
    }
  }
}
