package dev.bridle.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.auth.Token;
import dev.bridle.blob.Blobs;
import dev.bridle.store.Database;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class LogLinesTest {
  private static final int LIMIT = 12_000_000;
  private static final String ESC = "\u001b";

  private final Database database;
  private final JobLogs logs;
  private final Blobs blobs = new Blobs(Engine.temporaryFolder().resolve("blobs"));
  private final LogLines lines;
  private final String job;

  LogLinesTest(Engine engine) {
    database = engine.open();
    var mask = new Mask(Token.JOB_TOKENS, Token.JOB_TOKEN_LENGTH);
    logs = new JobLogs(database, blobs, InstantSource.system(), mask, LIMIT);
    lines = new LogLines(database, blobs, LIMIT);
    job = database.write(sql -> CiRecord.of(sql, "acme").runningJob(sql, 1)).jobId();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void append(long offset, byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(logs.append(job, 1, offset, out.toByteArray())).isInstanceOf(Appended.Kept.class);
  }

  private void append(long offset, String text) {
    append(offset, text.getBytes(StandardCharsets.UTF_8));
  }

  private LogLines.Log running() {
    return new LogLines.Log(job, false, null);
  }

  private LogLines.Log over() {
    return new LogLines.Log(job, true, Instant.ofEpochMilli(20_000));
  }

  private static List<String> texts(LogPassage window) {
    return window.lines().stream().map(LogLine::text).toList();
  }

  private static String numbered(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(n -> "line " + n + "\r\n")
        .collect(Collectors.joining());
  }

  /** Pieces of about that many bytes. */
  private void appendAll(String text, int about) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += about) {
      append(from, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + about)));
    }
  }

  @Test
  void aWindowHasTheLinesAskedFor() {
    appendAll(numbered(1, 20_000), 50_000);

    var window = lines.passage(running(), 12_345, 3);

    assertThat(texts(window)).containsExactly("line 12345", "line 12346", "line 12347");
    assertThat(window.lines()).extracting(LogLine::number).containsExactly(12345L, 12346L, 12347L);
    assertThat(window.total()).isEqualTo(20_000);
    assertThat(window.open()).isFalse();
    assertThat(texts(lines.last(running(), 2))).containsExactly("line 19999", "line 20000");
    assertThat(lines.passage(running(), 20_001, 5).lines()).isEmpty();
    assertThat(texts(lines.passage(running(), 1, 1))).containsExactly("line 1");
  }

  @Test
  void anEmptyLogHasNoLines() {
    var window = lines.last(running(), 10);

    assertThat(window).isEqualTo(new LogPassage(List.of(), 0, 0, false));
    assertThat(lines.outline(over()).groups()).isEmpty();
    assertThat(lines.search(over(), "x", 1, 5).finds()).isEmpty();
  }

  @Test
  void aLogThatGrowsIsReadOn() {
    append(0, "one\r\ntw");
    var first = lines.passage(running(), 1, 10);
    assertThat(texts(first)).containsExactly("one", "tw");
    assertThat(first.open()).isTrue();

    append(7, "o\r\nthree");

    var second = lines.passage(running(), 2, 10);
    assertThat(texts(second)).containsExactly("two", "three");
    assertThat(second.total()).isEqualTo(3);
  }

  @Test
  void theIndexIsTheSameHoweverTheLogCame() {
    var random = new Random(3);
    var text = new StringBuilder();
    for (int i = 0; i < 4000; i++) {
      text.append(ESC).append("_bk;t=").append(1000 + i).append('\u0007');
      text.append(i % 300 == 0 ? "--- group " + i : i % 7 == 0 ? ESC + "[3" + i % 8 + "mx" : "y")
          .append("z".repeat(random.nextInt(120)))
          .append("\r\n");
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    var cuts = new ArrayList<int[]>();
    for (int from = 0; from < bytes.length; ) {
      int to = Math.min(bytes.length, from + 1 + random.nextInt(20_000));
      cuts.add(new int[] {from, to});
      from = to;
    }
    Collections.shuffle(cuts, random);
    for (int[] cut : cuts) {
      append(cut[0], Arrays.copyOfRange(bytes, cut[0], cut[1]));
      lines.passage(running(), 1 + random.nextInt(4000), 2);
    }
    var grown = lines.passage(over(), 3000, 500);
    var fresh = fresh().passage(over(), 3000, 500);

    assertThat(grown).isEqualTo(fresh);
    assertThat(grown.total()).isEqualTo(4000);
    assertThat(lines.outline(over())).isEqualTo(fresh().outline(over()));
    assertThat(lines.outline(over()).groups()).hasSize(14);
    // Told by another way: all lines from the first one on.
    var all = new ArrayList<LogLine>();
    for (long from = 1; from <= 4000; from += 1000) {
      all.addAll(lines.passage(over(), from, 1000).lines());
    }
    assertThat(all.subList(2999, 3499)).isEqualTo(grown.lines());
  }

  private LogLines fresh() {
    return new LogLines(database, blobs, LIMIT);
  }

  @Test
  void aRunningLogEndsAtItsFirstGapAndAFinishedOneSaysWhatIsMissing() {
    append(0, "one\r\n");
    append(15, "four\r\n");

    assertThat(texts(lines.passage(running(), 1, 10))).containsExactly("one");
    assertThat(texts(lines.passage(over(), 1, 10)))
        .containsExactly("one", "[10 bytes of this log are missing here.]", "four");

    append(5, "two\r\nthree");

    assertThat(texts(lines.passage(over(), 1, 10))).containsExactly("one", "two", "threefour");
  }

  @Test
  void groupsHaveTheirLinesAndDurations() {
    String log =
        mark(1000)
            + "~~~ Preparing\r\n"
            + mark(2000)
            + "--- :hammer: Build\r\n"
            + mark(2500)
            + "gcc\r\n"
            + mark(5000)
            + ESC
            + "[31m+++ Test"
            + ESC
            + "[0m\r\n"
            + mark(6000)
            + "--- not\tempty\r\n"
            + mark(7000)
            + "^^^ +++\r\n"
            + mark(8000)
            + "---no header\r\n"
            + mark(9000)
            + "---\r\n";
    append(0, log);

    var groups = lines.outline(running()).groups();

    assertThat(groups)
        .containsExactly(
            group(1, 1, LogGroup.Kind.MUTED, "Preparing", false, 1000, 1000L),
            group(2, 3, LogGroup.Kind.COLLAPSED, ":hammer: Build", false, 2000, 3000L),
            group(4, 4, LogGroup.Kind.EXPANDED, "Test", true, 5000, 1000L),
            group(5, 8, LogGroup.Kind.COLLAPSED, "not\tempty", true, 6000, 3000L));
    assertThat(lines.outline(over()).groups().getLast().duration())
        .isEqualTo(Duration.ofSeconds(14));
    assertThat(lines.passage(running(), 2, 1).lines().getFirst().header())
        .isEqualTo(LogGroup.Kind.COLLAPSED);
    assertThat(lines.passage(running(), 3, 1).lines().getFirst().at())
        .isEqualTo(Instant.ofEpochMilli(2500));
  }

  private static String mark(long ms) {
    return ESC + "_bk;t=" + ms + "\u0007";
  }

  private static LogGroup group(
      long line,
      long last,
      LogGroup.Kind kind,
      String title,
      boolean expanded,
      long ms,
      long duration) {
    return new LogGroup(
        line, last, kind, title, expanded, Instant.ofEpochMilli(ms), Duration.ofMillis(duration));
  }

  @Test
  void whereNoGroupIsOpenTheLastOneIs() {
    append(0, "--- a\r\n--- b\r\n~~~ c\r\n");

    assertThat(lines.outline(running()).groups())
        .extracting(LogGroup::expanded)
        .containsExactly(false, true, false);
  }

  @Test
  void timesThatAreDifferencesAddUp() {
    append(0, mark(1000) + "a\r\n" + ESC + "_bk;dt=50\u0007b\r\n" + ESC + "_bk;dt=7\u0007c\r\n");

    assertThat(lines.passage(running(), 1, 3).lines())
        .extracting(LogLine::at)
        .containsExactly(
            Instant.ofEpochMilli(1000), Instant.ofEpochMilli(1050), Instant.ofEpochMilli(1057));
  }

  @Test
  void aStyleGoesOnInTheNextLineAndInAWindowFarBelow() {
    appendAll(ESC + "[31mred\r\n" + "still\r\n".repeat(30_000) + ESC + "[0mplain\r\n", 90_000);
    var red = new Style(new Colour.Palette(1), null, java.util.Set.of());

    var window = lines.passage(running(), 30_001, 2);

    assertThat(window.lines().getFirst().spans()).containsExactly(new Span("still", red));
    assertThat(window.lines().getLast().spans()).containsExactly(new Span("plain", Style.PLAIN));
  }

  @Test
  void aSearchStopsAndGoesOn() {
    appendAll(numbered(1, 3000) + ESC + "[31mLINE" + ESC + "[0m 17\r\nlast", 70_000);

    var first = lines.search(running(), "line 17", 1, 3);
    assertThat(first.finds()).extracting(LogFinds.Find::line).containsExactly(17L, 170L, 171L);
    assertThat(first.next()).hasValue(172);
    var rest = lines.search(running(), "LINE 17", 1000, 1000);
    assertThat(rest.finds()).hasSize(101);
    assertThat(rest.finds().getLast()).isEqualTo(new LogFinds.Find(3001, 0, "LINE 17"));
    assertThat(rest.next()).isEmpty();
    assertThat(lines.search(running(), "last", 1, 5).finds()).hasSize(1);
  }

  @Test
  void aSearchLooksAtSoMuchAtOnce() {
    appendAll(("x".repeat(1023) + "\n").repeat(5000) + "needle\n", 100_000);

    var first = lines.search(running(), "needle", 1, 5);

    assertThat(first.finds()).isEmpty();
    assertThat(first.next()).hasValue(4097);
    var second = lines.search(running(), "needle", first.next().getAsLong(), 5);
    assertThat(second.finds()).extracting(LogFinds.Find::line).containsExactly(5001L);
    assertThat(second.next()).isEmpty();
  }

  @Test
  void lettersThatGrowInLowerCaseDoNoHarm() {
    append(0, "\u0130".repeat(500) + "x\n");

    assertThat(lines.search(running(), "x", 1, 5).finds()).hasSize(1);
  }

  @Test
  void aLineThatDoesNotEndIsCut() {
    appendAll("a\n" + "x".repeat(1_000_000) + "\nb\n", 100_000);

    var window = lines.passage(running(), 2, 2);

    assertThat(window.lines().getFirst().cut()).isTrue();
    assertThat(window.lines().getFirst().text()).hasSize(20_000);
    assertThat(window.lines().getLast().text()).isEqualTo("b");
  }

  @Test
  void aLogOfLineEndsOnlyStaysSmall() {
    appendAll("\n".repeat(1_000_000), 100_000);

    var window = lines.passage(running(), 999_000, 5000);

    assertThat(window.total()).isEqualTo(1_000_000);
    assertThat(window.lines()).hasSize(1001);
  }

  @Test
  void thereIsAnEndToGroups() {
    appendAll("--- g\n".repeat(3000) + "^^^ +++\n".repeat(3000), 100_000);

    var outline = lines.outline(running());

    assertThat(outline.groups()).hasSize(2000);
    assertThat(outline.all()).isFalse();
  }

  @Test
  void longLinesMakeAWindowShorter() {
    appendAll(("y".repeat(60_000) + "\n").repeat(40), 100_000);

    assertThat(lines.passage(running(), 1, 40).lines()).hasSizeBetween(16, 20);
  }

  @Test
  void whatEndsWithALineEndsThereHoweverLongItsLinesAre() {
    var text = new StringBuilder();
    for (int i = 1; i <= 400; i++) {
      text.append("%03d".formatted(i)).append("y".repeat(9_997)).append('\n');
    }
    appendAll(text.toString(), 100_000);

    var last = lines.last(over(), 400).lines();
    var before = lines.upTo(running(), 201, 200).lines();
    var few = lines.upTo(running(), 201, 3).lines();
    var small = lines.last(running(), 400, 50_000).lines();

    assertThat(last.getLast().number()).isEqualTo(400);
    assertThat(last).hasSizeBetween(95, 105);
    assertThat(before.getLast().text()).startsWith("201");
    assertThat(before.getFirst().number()).isBetween(97L, 107L);
    assertThat(few.stream().map(LogLine::number)).containsExactly(199L, 200L, 201L);
    assertThat(small.stream().map(LogLine::number)).containsExactly(396L, 397L, 398L, 399L, 400L);
    assertThat(lines.upTo(running(), 0, 10).lines()).isEmpty();
    assertThat(lines.upTo(running(), Long.MAX_VALUE, 10).lines()).isEmpty();
  }

  @Test
  void aLineThatIsLongerThanIsShownSaysSo() {
    appendAll("y".repeat(30_000) + "\n" + "z".repeat(20_000) + "\n", 100_000);

    assertThat(lines.passage(over(), 1, 2).lines().stream().map(LogLine::cut))
        .containsExactly(true, false);
  }

  @Test
  void aBarThatIsWrittenOverAndOverIsItsLastState() {
    var bar = new StringBuilder("\u001b_bk;t=1700000000000\u0007\u001b[32m");
    for (int i = 0; i <= 1000; i++) {
      bar.append("\r%4d of 1000 ".formatted(i)).append("#".repeat(100));
    }
    for (int size : new int[] {700, 65_536, 100_000}) {
      var log = new LineSplitterOf(size).lines(bar + "\r\nnext\n");

      assertThat(log.getFirst().text()).startsWith("1000 of 1000 #").doesNotContain("999");
      assertThat(log.getFirst().cut()).isFalse();
      assertThat(log.getFirst().at()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L));
      assertThat(log.getFirst().spans()).hasSize(1);
      assertThat(log.getFirst().spans().getFirst().style()).isNotEqualTo(Style.PLAIN);
      assertThat(log.get(1).text()).isEqualTo("next");
      assertThat(log.get(1).spans().getFirst().style())
          .isEqualTo(log.getFirst().spans().getFirst().style());
    }
  }

  /** Cuts a log that comes in pieces of so many bytes. */
  private record LineSplitterOf(int size) {
    List<LogLine> lines(String text) {
      var lines = new ArrayList<LogLine>();
      var splitter =
          new LineSplitter(Checkpoint.BEGINNING, line -> lines.add(LogLines.shown(line)));
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      for (int at = 0; at < bytes.length; at += size) {
        splitter.feed(at, bytes, at, Math.min(bytes.length, at + size));
      }
      return lines;
    }
  }

  @Test
  void manyReadersOfAGrowingLogSeeWholeLines() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Void> reading =
          () -> {
            for (int i = 0; i < 30; i++) {
              var window = lines.last(running(), 50);
              var whole =
                  window.open()
                      ? window.lines().subList(0, window.lines().size() - 1)
                      : window.lines();
              assertThat(whole).allMatch(line -> line.text().equals("line " + line.number()));
            }
            return null;
          };
      var readers =
          List.of(threads.submit(reading), threads.submit(reading), threads.submit(reading));
      appendAll(numbered(1, 5000), 3_000);
      for (var reader : readers) {
        reader.get();
      }
    }
    assertThat(lines.last(over(), 1).total()).isEqualTo(5000);
  }
}
