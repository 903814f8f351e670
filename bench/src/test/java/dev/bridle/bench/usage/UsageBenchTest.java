package dev.bridle.bench.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class UsageBenchTest {
  private static final YearSize SMALL = new YearSize(20_000, 2_000, 40, LocalDate.of(2026, 11, 27));

  /** Not the verdict, which a busy machine may spoil, but that every panel was asked and told. */
  @Test
  void aSmallYearIsFilledVerifiedAndMeasuredOnBothEngines(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("usage.json");
    String[] options = {
      "--calls",
      "3000",
      "--pipelines",
      "20",
      "--times",
      "2",
      "--data",
      folder.toString(),
      "--out",
      out.toString()
    };
    assertThat(UsageBench.run(options)).isIn(0, 1);
    var report = JsonMapper.shared().readTree(Files.readString(out));
    assertThat(report.path("calls").asLong()).isEqualTo(3_000);
    int panels = new AllPanels(YearDatabase.ORGANIZATION, SMALL).list().size();
    assertThat(report.path("panels")).hasSize(2 * panels);
    assertThat(report.path("panels").valueStream())
        .allMatch(one -> one.path("p50").asDouble() > 0)
        .allMatch(one -> one.path("p99").asDouble() >= one.path("p50").asDouble());

    assertThat(UsageBench.run(options)).as("on the data that is there").isIn(0, 1);
  }

  @Test
  void wrongOptionsAreTold() {
    assertThat(UsageBench.run("--engines", "oracle")).isEqualTo(2);
    assertThat(UsageBench.run("--calls", "0")).isEqualTo(2);
  }

  @Test
  void theYearHasAboutAsManyCallsAsAskedForAndIsSkewed() {
    List<Long> days = new ArrayList<>();
    long[] ofLargest = {0};
    new GeneratedYear("acme", SMALL, 7)
        .days(calls -> {
          days.add((long) calls.size());
          ofLargest[0] += calls.stream().filter(call -> call.build().pipeline() == 0).count();
        });
    long all = days.stream().mapToLong(Long::longValue).sum();
    assertThat(days).hasSize(YearSize.DAYS);
    assertThat(all).isBetween(18_000L, 22_000L);
    assertThat(ofLargest[0]).isBetween(all / 8, all / 2);
  }

  @Test
  void theSameSeedGivesTheSameYear() {
    assertThat(year(3)).isEqualTo(year(3)).isNotEqualTo(year(4));
  }

  private static List<String> year(long seed) {
    var ids = new ArrayList<String>();
    new GeneratedYear("acme", new YearSize(500, 50, 5, LocalDate.of(2026, 11, 27)), seed)
        .days(calls -> calls.forEach(call -> ids.add(call.id() + call.costNano())));
    return ids;
  }

  @Test
  void percentilesAreOfTheSortedTimes() {
    var times = new ArrayList<Timings.Once>();
    for (int i = 100; i > 0; i--) {
      times.add(new Timings.Once(i, 1));
    }
    var found = Timings.of("sqlite", "x", new Timings.Once(500, 1), times);
    assertThat(found.p50()).isEqualTo(50);
    assertThat(found.p99()).isEqualTo(99);
    assertThat(found.worst()).isEqualTo(100);
    assertThat(found.isQuick()).isTrue();
    assertThat(UsageTable.of(List.of(found))).contains("1 of 1 panels").contains("yes");
  }
}
