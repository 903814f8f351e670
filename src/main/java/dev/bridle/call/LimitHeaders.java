package dev.bridle.call;

import dev.bridle.allowance.Limit;
import dev.bridle.allowance.Standing;
import dev.bridle.allowance.Unit;
import dev.bridle.call.WireFormat.Rate;
import dev.bridle.http.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a job has left, in headers: of each unit the allowance with the least. */
final class LimitHeaders {
  private LimitHeaders() {}

  /** Of all that a job is charged for with a provider, whatever model it asks for. */
  static Headers ofJob(List<Limit> limits, String provider) {
    return of(
        WireFormat.closest(provider),
        limits.stream()
            .map(Limit::standing)
            .filter(s -> s.allowance().model() == null)
            .filter(
                s -> s.allowance().provider() == null || s.allowance().provider().equals(provider))
            .toList());
  }

  static Headers of(WireFormat format, List<Standing> standings) {
    var lines = new ArrayList<Headers.Line>();
    least(standings, Unit.REQUESTS)
        .ifPresent(s -> lines.addAll(format.rate(Rate.REQUESTS, s).lines()));
    least(standings, Unit.INPUT_TOKENS)
        .ifPresent(s -> lines.addAll(format.rate(Rate.INPUT_TOKENS, s).lines()));
    least(standings, Unit.USD).ifPresent(s -> budget(lines, s));
    return new Headers(lines);
  }

  private static Optional<Standing> least(List<Standing> standings, Unit unit) {
    @Nullable Standing least = null;
    for (Standing standing : standings) {
      if (standing.allowance().unit() == unit
          && (least == null || standing.remaining() < least.remaining())) {
        least = standing;
      }
    }
    return Optional.ofNullable(least);
  }

  private static void budget(List<Headers.Line> lines, Standing standing) {
    var allowance = standing.allowance();
    lines.add(new Headers.Line("Bridle-Budget-Limit-Usd", Unit.USD.text(allowance.amount())));
    lines.add(new Headers.Line("Bridle-Budget-Spent-Usd", Unit.USD.text(standing.settled())));
    lines.add(new Headers.Line("Bridle-Budget-Remaining-Usd", Unit.USD.text(standing.remaining())));
    standing
        .resetsAt()
        .ifPresent(at -> lines.add(new Headers.Line("Bridle-Budget-Reset", at.toString())));
  }
}
