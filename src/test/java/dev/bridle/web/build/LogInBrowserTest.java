package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.Program;
import dev.bridle.testing.TestAgent;
import dev.bridle.web.Tab;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The log of a job, in a real browser. */
@OnBothEngines
@Needs(Program.CHROMIUM)
class LogInBrowserTest {
  private static final String GROUPED =
      stamped(0, "before any group")
          + stamped(1, "--- Setting up")
          + stamped(2, "\u001b[32mgreen\u001b[0m and \u001b[1;4mbold\u001b[0m")
          + stamped(3, "~~~ Quiet")
          + stamped(4, "of little interest")
          + stamped(5, "+++ Running tests")
          + stamped(
              6, "\u001b[38;5;208mpalette\u001b[0m \u001b[48;2;10;20;200mtrue colour\u001b[0m")
          + stamped(7, "10%\r50%\r100%");

  private final PipelineSite site;

  private static String stamped(int second, String text) {
    return "\u001b_bk;t=%d\u0007%s\r\n".formatted(1_764_000_000_000L + second * 1000L, text);
  }

  LogInBrowserTest(Engine engine) {
    site = new PipelineSite(engine);
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** A job that has written this; the address of its page. */
  private String written(String log) {
    var agent = site.agent();
    site.pipeline("Demo", "steps:\n  - label: Job\n    command: make\n");
    site.build("demo", "With a log");
    var job = agent.take();
    write(agent, job, log);
    agent.finish(job, "0");
    return "/acme/demo/builds/1/jobs/" + job.id();
  }

  private static void write(TestAgent agent, TestAgent.Taken job, String log) {
    int piece = 90_000;
    for (int from = 0; from < log.length(); from += piece) {
      String part = log.substring(from, Math.min(log.length(), from + piece));
      assertThat(agent.log(job, from, part)).isEqualTo(201);
    }
  }

  private static String lines(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "this is line " + i + " of many\n")
        .collect(Collectors.joining());
  }

  @Test
  void groupsAreFoldedAndColoursAreClasses() {
    String job = written(GROUPED);
    try (var tab = site.ana()) {
      tab.go(job).look("job-log");
      assertThat(tab.find("#L1").isVisible()).isTrue();
      assertThat(tab.find("#L3").isVisible()).isFalse();
      tab.find("text=Setting up").click();
      assertThat(tab.find("#L3 .f2").innerText()).isEqualTo("green");
      assertThat(tab.find("#L3 .e-bold.e-underline").innerText()).isEqualTo("bold");
      assertThat(tab.find("#L5").isVisible()).isFalse();
      assertThat(tab.find("#L7 .f208").innerText()).isEqualTo("palette");
      assertThat(tab.find("#L7 [class^=b]").innerText()).isEqualTo("true colour");
      assertThat(tab.find("#L8 .log-text").innerText()).isEqualTo("100%");
      assertThat(tab.find("summary:has-text('Setting up') .log-took").innerText())
          .isEqualTo("2.0s");
      tab.look("job-log-open");
      tab.fill("Search in the log", "E").press("Search").look("job-log-search");
    }
  }

  @Test
  void timesAreShownWhenWantedAndStaySo() {
    String job = written(GROUPED);
    try (var tab = site.ana()) {
      tab.go(job);
      assertThat(tab.find("#L1 .log-time").isVisible()).isFalse();
      tab.find("text=Times (UTC)").click();
      assertThat(tab.find("#L1 .log-time").innerText()).isEqualTo("16:00:00.000");
      tab.page().reload();
      assertThat(tab.find("#L1 .log-time").isVisible()).isTrue();
      tab.look("job-log-times");
    }
  }

  @Test
  void aLinkToALineOpensItsGroup() {
    String job = written(GROUPED);
    try (var tab = site.ana()) {
      tab.go(job + "#L5");
      assertThat(tab.find("#L5").isVisible()).isTrue();
      assertThat(tab.find(".marked").getAttribute("id")).isEqualTo("L5");
      tab.find("#L8 .log-number").click();
      assertThat(tab.address()).isEqualTo(job + "?line=8#L8");
      assertThat(tab.find(".marked").getAttribute("id")).isEqualTo("L8");
    }
  }

  @Test
  void aLongLogComesByPieces() {
    String job = written(lines(5000));
    try (var tab = site.ana()) {
      tab.go(job);
      assertThat(tab.find(".log-line").count()).isEqualTo(500);
      assertThat(tab.find("#L5000").count()).isOne();
      tab.follow("Earlier lines");
      tab.page().waitForSelector("#L3501");
      assertThat(tab.find(".log-line").count()).isEqualTo(1500);
      assertThat(
              tab.page()
                  .evaluate("() => document.querySelectorAll('[data-lines] .log-block').length"))
          .isEqualTo(1);
      tab.go(job + "?line=2500#L2500");
      assertThat(tab.find(".marked").innerText()).contains("this is line 2500 of many");
      tab.follow("Later lines");
      tab.page().waitForSelector("#L3799");
      assertThat(numbers(tab)).isEqualTo("2300..3799 in order");
    }
  }

  @Test
  void noMatterHowMuchIsReadThePageStaysSmall() {
    String job = written(lines(12_000));
    try (var tab = site.ana()) {
      tab.go(job + "?line=1");
      for (int last = 500; last < 12_000; last += 1000) {
        tab.follow("Later lines");
        tab.page().waitForSelector("#L" + Math.min(12_000, last + 1000));
      }
      assertThat(numbers(tab)).isEqualTo("6001..12000 in order");
      tab.follow("Earlier lines");
      tab.page().waitForSelector("#L5001");
      assertThat(numbers(tab)).isEqualTo("5001..11000 in order");
    }
  }

  @Test
  void ofALongGroupNoLineIsLostInThePage() {
    String job = written("--- Long\n" + lines(11_999));
    try (var tab = site.ana()) {
      tab.go(job + "?line=1");
      for (int last = 500; last < 12_000; last += 1000) {
        tab.follow("Later lines");
        tab.page().waitForSelector("#L" + Math.min(12_000, last + 1000));
      }
      assertThat(numbers(tab)).isEqualTo("6001..12000 in order");
      assertThat(tab.find("summary .log-title").innerText()).isEqualTo("Long (continued)");
      for (int first = 5001; first > 0; first -= 1000) {
        tab.follow("Earlier lines");
        tab.page().waitForSelector("#L" + first);
      }
      assertThat(numbers(tab)).isEqualTo("2..6001 in order");
      assertThat(tab.find("summary#L1").innerText()).startsWith("Long").doesNotContain("continued");
    }
  }

  @Test
  void ofManyGroupsNoLineIsLostInThePage() {
    String job = written(("--- Part\n" + lines(99)).repeat(120));
    try (var tab = site.ana()) {
      tab.go(job);
      for (int first = 10_501; first > 3_500; first -= 1000) {
        tab.follow("Earlier lines");
        tab.page().waitForSelector("#L" + first, ATTACHED);
      }
      assertThat(shown(tab)).startsWith("3501..").endsWith(" in order");
      tab.follow("Later lines");
      tab.page().waitForCondition(() -> !shown(tab).startsWith("3501.."));
      assertThat(shown(tab)).endsWith(" in order");
    }
  }

  @Test
  void ofLongLinesNoneIsLostInThePage() {
    var log = new StringBuilder();
    for (int i = 1; i <= 1500; i++) {
      log.append("%04d ".formatted(i)).append("y".repeat(4_994)).append('\n');
    }
    String job = written(log.toString());
    try (var tab = site.ana()) {
      tab.go(job);
      assertThat(tab.find("#L1500").innerText()).contains("1500 yyy");
      assertThat(numbers(tab)).matches("14\\d\\d..1500 in order");
      for (int i = 0; i < 3; i++) {
        String before = numbers(tab);
        tab.follow("Earlier lines");
        tab.page().waitForCondition(() -> !numbers(tab).equals(before));
        assertThat(numbers(tab)).endsWith("..1500 in order");
      }
      tab.go(job + "?line=700#L700");
      assertThat(tab.find(".marked").innerText()).contains("0700 yyy");
      tab.follow("Later lines");
      tab.page().waitForSelector("#L800");
      assertThat(numbers(tab)).endsWith(" in order");
    }
  }

  private static final com.microsoft.playwright.Page.WaitForSelectorOptions ATTACHED =
      new com.microsoft.playwright.Page.WaitForSelectorOptions()
          .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED);

  /** As {@link #numbers}, with the headers of groups. */
  private static String shown(Tab tab) {
    return (String)
        tab.page()
            .evaluate(
                """
                () => {
                  const numbers = [...document.querySelectorAll("[data-lines] .log-line, [data-lines] summary[id^=L]")]
                    .map((line) => Number(line.id.slice(1)));
                  const inOrder = numbers.every((n, i) => i === 0 || n === numbers[i - 1] + 1);
                  return `${numbers[0]}..${numbers.at(-1)} ${inOrder ? "in order" : "not in order"}`;
                }
                """);
  }

  private static String numbers(Tab tab) {
    return (String)
        tab.page()
            .evaluate(
                """
                () => {
                  const all = [...document.querySelectorAll(".log-line")].map((l) => Number(l.id.slice(1)));
                  const ordered = all.every((n, i) => i === 0 || n === all[i - 1] + 1);
                  return `${all[0]}..${all.at(-1)} ${ordered ? "in order" : "mixed up"}`;
                }
                """);
  }

  @Test
  void aTextIsFoundInAllOfTheLog() {
    String job = written(lines(5000));
    try (var tab = site.ana()) {
      tab.go(job).fill("Search in the log", "LINE 777 of").press("Search");
      assertThat(tab.find(".log-finds h3").innerText()).isEqualTo("1 line found");
      tab.find(".finds a").click();
      assertThat(tab.find(".marked").innerText()).contains("this is line 777 of many");
      tab.fill("Search in the log", "nothing like it").press("Search");
      assertThat(tab.find(".log-finds h3").innerText()).isEqualTo("Nothing found");
    }
  }

  @Test
  void ofManyLinesTheFirstAreFoundAndTheOthersWhenAskedFor() {
    String job = written(lines(250));
    try (var tab = site.ana()) {
      tab.go(job).fill("Search in the log", "of many").press("Search");
      var title = tab.find(".log-finds h3");
      assertThat(title.innerText()).isEqualTo("100 lines found before line 101");
      tab.follow("Search on from line 101");
      assertThat(title.innerText()).isEqualTo("100 lines found from line 101 on before line 201");
      tab.find(".finds a").first().click();
      assertThat(tab.address()).isEqualTo(job + "?line=101&q=of+many&search_from=101#L101");
      assertThat(tab.find(".marked").getAttribute("id")).isEqualTo("L101");
      tab.follow("Search on from line 201");
      assertThat(title.innerText()).isEqualTo("50 lines found from line 201 on");
      tab.look("job-log-search-on");
      tab.follow("Search from the beginning");
      assertThat(title.innerText()).isEqualTo("100 lines found before line 101");
    }
  }

  @Test
  void theHeaderOfAGroupHasAnAddressAsLinesHave() {
    String job = written(GROUPED);
    try (var tab = site.ana()) {
      tab.go(job);
      tab.find("[data-group='2'] > .log-number").click();
      assertThat(tab.address()).isEqualTo(job + "?line=2#L2");
      assertThat(tab.find(".marked").getAttribute("id")).isEqualTo("L2");
      assertThat(tab.find("#L3").isVisible()).as("marking unfolds nothing").isFalse();
      tab.go("/acme");
      tab.go(job + "?line=2#L2");
      assertThat(tab.find(".marked").getAttribute("id")).isEqualTo("L2");
      assertThat(tab.find("#L3").isVisible()).isTrue();
      tab.look("job-log-group-marked");
    }
  }

  @Test
  void allGroupsOfALongLogAreListedPieceByPiece() {
    String job =
        written(
            IntStream.rangeClosed(1, 700)
                .mapToObj(i -> "--- group " + i + "\nof it\n")
                .collect(Collectors.joining()));
    try (var tab = site.ana()) {
      tab.go(job);
      var count = tab.find("#groups summary span");
      assertThat(count.innerText()).isEqualTo("1 to 300 of 700 · 1,400 lines in all");
      tab.find("#groups summary").click();
      tab.look("job-log-groups");
      tab.follow("Later groups");
      assertThat(count.innerText()).startsWith("301 to 600 of 700");
      assertThat(tab.find("#groups .finds a").first().innerText()).contains("group 301");
      tab.follow("Later groups");
      assertThat(count.innerText()).startsWith("601 to 700 of 700");
      assertThat(tab.find("#groups .ways a").allInnerTexts()).containsExactly("First groups");
      tab.follow("First groups");
      assertThat(count.innerText()).startsWith("1 to 300 of 700");
      tab.find("#groups .finds a").nth(9).click();
      assertThat(tab.find(".marked").innerText()).contains("group 10");
    }
  }

  @Test
  void groupsThatNobodyCanNameAreSaidToBeThere() {
    String job =
        written(
            IntStream.rangeClosed(1, 2100)
                .mapToObj(i -> "--- group " + i + "\n")
                .collect(Collectors.joining()));
    try (var tab = site.ana()) {
      tab.go(job + "?groups_from=1999");
      assertThat(tab.find("#groups summary span").innerText())
          .startsWith("1,999 to 2,000 of more than 2,000");
      tab.go(job + "?groups_from=999999999999");
      assertThat(tab.find("#groups summary span").innerText())
          .startsWith("none of more than 2,000 from here on");
      tab.go(job + "?groups_from=-1x");
      assertThat(tab.find("#groups summary span").innerText()).startsWith("1 to 300 of");
    }
  }

  @Test
  void theLogIsDownloadedAsItWasWritten() throws Exception {
    String job = written(GROUPED);
    try (var tab = site.ana()) {
      tab.go(job);
      var download = tab.page().waitForDownload(() -> tab.follow("Download"));
      assertThat(download.suggestedFilename()).startsWith("demo-1-").endsWith(".log");
      assertThat(Files.readString(download.path(), StandardCharsets.UTF_8)).isEqualTo(GROUPED);
    }
  }

  @Test
  void emptyLogsSaySo() {
    String job = written("");
    try (var tab = site.ana()) {
      tab.go(job).look("job-log-empty");
      assertThat(tab.find(".log-empty").innerText()).isEqualTo("This job wrote nothing.");
    }
  }
}
