package dev.bridle.web.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.BoundingBox;
import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import dev.bridle.web.Tab;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the page of usage measures, in a browser, of five hundred pipelines. On one database: that
 * the other gives the same panels is seen by {@link UsageComparedTest}.
 */
@Needs(Program.CHROMIUM)
class MeasuresInBrowserTest {
  private static final String HOSTED = "/organizations/acme/usage?product=hosted_models";
  private static final int PIPELINES = 500;
  private static final int PHONE_WIDTH = 390;
  private static final int HEIGHT = 844;

  private final UsedModels used = new UsedModels(Engine.SQLITE);

  MeasuresInBrowserTest() {
    used.many(3_000, PIPELINES);
    used.refuseMany(1_500, PIPELINES);
  }

  @AfterEach
  void close() {
    used.close();
  }

  private static Tab loaded(Tab tab) {
    PlaywrightAssertions.assertThat(tab.find(".panel-waiting")).hasCount(0);
    return tab;
  }

  @Test
  void everyMeasureIsReadableWithManyPipelines() {
    try (var tab = Tab.of(used.desk.url(), RunningBridle.ANA)) {
      for (Measured measured : Measured.values()) {
        loaded(tab.go(HOSTED + "&by=pipeline&order=" + measured.word()));
        int lines = lines(measured);
        assertThat(tab.find(".chart-legend li").count()).as(measured.word()).isEqualTo(lines);
        if (lines > SeriesPanel.LINES) {
          assertThat(tab.find(".chart-legend").innerText()).contains("pipeline-", "All others");
        }
        assertThat(tab.find("#breakdown tbody tr").count())
            .as("a page of groups, and all others")
            .isEqualTo(BreakdownPanel.PAGE + 1);
        assertThat(tab.find("#breakdown tbody tr").last().innerText()).startsWith("All others");
        tab.look("usage-by-" + measured.word());
        tab.find("summary:has-text('Show as a table')").click();
        assertThat(tab.find("#series thead th").count())
            .as(measured.word())
            .isLessThanOrEqualTo(2 + SeriesPanel.LINES + 1);
      }
    }
  }

  /** How many colours a chart has. */
  private static int lines(Measured measured) {
    return switch (measured) {
      case COST, CALLS, TOKENS, REFUSED_CALLS -> SeriesPanel.LINES + 1;
      case TOKEN_KINDS -> 4;
      case CACHE_HITS -> 1;
    };
  }

  @Test
  void everyMeasureIsReachedOnAPhone() {
    try (var tab = Tab.of(used.desk.url(), RunningBridle.ANA)) {
      tab.page().setViewportSize(PHONE_WIDTH, HEIGHT);
      loaded(tab.go(HOSTED));
      for (Measured measured : Measured.values()) {
        var chip = tab.find("nav[aria-label='Measured by'] a:text-is('" + measured.label() + "')");
        BoundingBox box = chip.boundingBox();
        assertThat(box.x).as(measured.label()).isNotNegative();
        assertThat(box.x + box.width).as(measured.label()).isLessThanOrEqualTo(PHONE_WIDTH);
        assertThat(box.height).as("high enough for a finger").isGreaterThanOrEqualTo(24);
        chip.click();
        tab.page().waitForURL(address -> address.contains("order=" + measured.word()));
        PlaywrightAssertions.assertThat(loaded(tab).find(".usage-what"))
            .containsText(measured.label() + " for each day");
      }
    }
  }
}
