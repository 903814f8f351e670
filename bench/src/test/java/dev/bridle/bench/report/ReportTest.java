package dev.bridle.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
  private static final Metric CPU = Metric.absolute("cpu", "CPU s", 2);
  private static final Metric DELAY = Metric.added("delay", "added ms", 1);

  private final Findings findings = new Findings();

  @BeforeEach
  void find() {
    double[] cpu = {3, 1, 2};
    double[] direct = {20, 21, 20};
    double[] through = {21, 25, 22};
    for (int round = 0; round < 3; round++) {
      findings.add(CPU, "bridle", round, cpu[round]);
      findings.add(DELAY, "direct", round, direct[round]);
      findings.add(DELAY, "bridle", round, through[round]);
    }
    findings.skip("portkey", "everything", "it is not installed");
  }

  @Test
  void aFigureIsTheMedianWithTheLeastAndTheMost() {
    assertThat(findings.figure(CPU, "bridle"))
        .hasValueSatisfying(figure -> assertThat(figure.text(2)).isEqualTo("2.00 (1.00-3.00)"));
  }

  @Test
  void whatIsAddedIsTakenRoundByRound() {
    assertThat(findings.figure(DELAY, "bridle"))
        .hasValueSatisfying(figure -> assertThat(figure.values()).containsExactly(1.0, 4.0, 2.0));
  }

  @Test
  void theTableHasALineForEachMetricAndSaysWhatWasSkipped() {
    assertThat(Table.of(findings, List.of("direct", "bridle")))
        .isEqualTo(
            """
                                direct            bridle
            CPU s                    -  2.00 (1.00-3.00)
            added ms  20.0 (20.0-21.0)     2.0 (1.0-4.0)
            skipped: portkey, everything: it is not installed
            """);
  }

  @Test
  void theJsonSaysTheSame() {
    String json =
        JsonReport.of(
            findings,
            Map.of("direct", "no proxy", "bridle", "1"),
            new Machine().described(),
            Map.of("rounds", 3));

    var report = JsonMapper.shared().readTree(json);
    assertThat(report.at("/figures/cpu/bridle/median").asDouble()).isEqualTo(2);
    assertThat(report.at("/figures/delay/bridle/max").asDouble()).isEqualTo(4);
    assertThat(report.at("/figures/delay/bridle_absolute/max").asDouble()).isEqualTo(25);
    assertThat(report.at("/machine/cores").asInt()).isPositive();
    assertThat(report.at("/skipped/0/target").asString()).isEqualTo("portkey");
  }
}
