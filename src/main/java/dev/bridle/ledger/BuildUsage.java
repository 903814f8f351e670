package dev.bridle.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Objects;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * What one build has used.
 *
 * @param firstDay with such calls
 */
public record BuildUsage(
    String buildId,
    String pipelineSlug,
    long number,
    String branch,
    @Nullable String creatorId,
    LocalDate firstDay,
    Totals totals) {
  static final Comparator<BuildUsage> DEAREST_FIRST =
      Comparator.comparing((BuildUsage build) -> build.totals().cost())
          .thenComparing(BuildUsage::buildId)
          .reversed();

  /** From a row with the id, the facts, the first moment, and sums at some place. */
  static BuildUsage of(Record row, int sumsAt) {
    return new BuildUsage(
        text(row, 0),
        text(row, 1),
        number(row, 2),
        text(row, 3),
        row.get(4, String.class),
        LocalDate.ofInstant(Instant.ofEpochMilli(number(row, 5)), ZoneOffset.UTC),
        SumColumns.read(row, sumsAt).totals());
  }

  private static String text(Record row, int at) {
    return Objects.requireNonNull(row.get(at, String.class));
  }

  private static long number(Record row, int at) {
    return Objects.requireNonNull(row.get(at, Long.class));
  }
}
