package dev.bridle.web.usage;

import dev.bridle.ledger.CallRow;
import dev.bridle.ledger.CallsPage;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Optional;

/**
 * Single calls, newest first: what is known of them, never what was asked or answered.
 *
 * @param newest address of the first page; empty on that page
 * @param older address of the next page; empty at the end
 */
public record CallsPanel(List<Line> lines, Optional<String> newest, Optional<String> older)
    implements Panel {
  static final int PAGE = 25;

  /** A call, and where its build is. */
  public record Line(CallRow call, String build) {
    public String model() {
      String answered = call.modelAnswered();
      return answered == null ? call.modelSent() : answered;
    }

    public long input() {
      return call.inputTokens()
          + call.cacheReadTokens()
          + call.cacheWrite5mTokens()
          + call.cacheWrite1hTokens();
    }
  }

  static CallsPanel of(CallsPage found, Asked asked, Visitor who) {
    return new CallsPanel(
        found.calls().stream()
            .map(call ->
                new Line(call, BreakdownPanel.build(who, call.pipelineSlug(), call.buildNumber())))
            .toList(),
        asked.before().map(_ -> asked.with("before", "") + "#calls"),
        Optional.ofNullable(found.before())
            .map(place -> asked.with("before", place.toString()) + "#calls"));
  }
}
