package dev.bridle.web.usage;

import dev.bridle.ledger.RefusedCalls;
import dev.bridle.web.Place;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Calls that were not made: by reason, and the newest with the builds that they came from.
 *
 * @param total how many there were
 * @param apart the address of the page with refused calls over time and by group; empty where they
 *     are not told apart
 */
public record RefusedPanel(List<Line> lines, List<Row> newest, long total, String apart)
    implements Panel {
  /** How many of the newest are shown. */
  static final int NEWEST = 20;

  /** One reason, as jobs see it, and its part of all refusals. */
  public record Line(String code, long times, long percent) {
    public String words() {
      return RefusedPanel.words(code);
    }
  }

  /**
   * One refusal.
   *
   * @param build where its build says all that it asked in vain
   * @param pipeline where its pipeline is
   */
  public record Row(RefusedCalls.Entry call, String build, String pipeline) {
    public String words() {
      return RefusedPanel.words(call.code());
    }
  }

  static RefusedPanel of(
      Map<String, Long> reasons, List<RefusedCalls.Entry> newest, String apart, Visitor who) {
    long total = reasons.values().stream().mapToLong(Long::longValue).sum();
    return new RefusedPanel(
        reasons.entrySet().stream()
            .map(one ->
                new Line(
                    one.getKey(), one.getValue(), BreakdownPanel.percent(one.getValue(), total)))
            .toList(),
        newest.stream()
            .map(call ->
                new Row(
                    call,
                    BreakdownPanel.build(who, call.pipelineSlug(), call.buildNumber()),
                    who.address(Place.PIPELINES) + "/" + call.pipelineSlug()))
            .toList(),
        total,
        apart);
  }

  /** How many refusals the newest rows tell of. */
  public long told() {
    return newest.stream().mapToLong(row -> row.call().times()).sum();
  }

  private static String words(String code) {
    String words = code.replace('_', ' ');
    return words.isEmpty()
        ? "Unknown"
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
