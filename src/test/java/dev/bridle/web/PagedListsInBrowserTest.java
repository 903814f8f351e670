package dev.bridle.web;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The middle of each long list, as people see it. */
@Needs(Program.CHROMIUM)
class PagedListsInBrowserTest {
  @ParameterizedTest
  @EnumSource(PagedList.class)
  void theMiddleOfAListLooksAsItShould(PagedList list) {
    try (var provider = new FakeProvider(answering(200, "text/plain", ""));
        var desk = CallDesk.open(Engine.SQLITE, provider)) {
      desk.addPeople();
      for (int number = 0; number < 2 * list.size() + 5; number++) {
        list.add(desk, number);
      }
      try (var tab = Tab.of(desk.url(), RunningBridle.ANA)) {
        tab.go(list.address(desk)).find(".pager [rel=next]").click();
        assertThat(tab.find(".pager").count()).isOne();
        tab.look("many-" + list.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      }
    }
  }
}
