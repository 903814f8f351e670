package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.USAGE_CURSOR;

import dev.bridle.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The roll-ups against sums of the rows, as far as the rows still reach back. */
public final class RollupCheck implements Check {
  /** Below what is kept, so that no sum is looked for which is just being deleted. */
  private static final Duration HOURS = Retention.HOURS_KEPT.minusDays(1);

  private static final int CHUNK = 500;

  private final Database database;
  private final InstantSource clock;

  public RollupCheck(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "roll-ups";
  }

  @Override
  public void verify(String organizationId, Findings findings) {
    compare(organizationId, true)
        .forEach(pair -> findings.compare(pair.subject, pair.expected, pair.found));
  }

  /** Writes only what is different, in small transactions; each may be the last one. */
  @Override
  public void rebuild(String organizationId) {
    var wrong = compare(organizationId, false);
    for (int i = 0; i < wrong.size(); i += CHUNK) {
      var some = wrong.subList(i, Math.min(wrong.size(), i + CHUNK));
      database.execute(sql -> {
        var stored = new StoredSums(sql);
        some.forEach(pair -> pair.repair.accept(stored));
      });
    }
  }

  private record Pair(String subject, Object expected, Object found, Consumer<StoredSums> repair) {}

  private List<Pair> compare(String organizationId, boolean all) {
    long keptFromMs =
        database.read(
            sql -> sql.select(USAGE_CURSOR.KEPT_FROM_MS).from(USAGE_CURSOR).fetchSingle().value1());
    long hoursFromMs = clock.millis() - HOURS.toMillis();
    Predicate<SumKey> judged =
        key ->
            key.startMs() >= keptFromMs
                && (key.grain() != Grain.HOUR || key.startMs() >= hoursFromMs);
    Tally rows = ofRows(organizationId);
    Tally stored = database.read(sql -> new StoredSums(sql).read(organizationId));
    List<Pair> pairs = new ArrayList<>();
    for (SumKey key : keys(rows.sums, stored.sums)) {
      if (judged.test(key)) {
        pairs.add(pair(key.toString(), rows.sums.get(key), stored.sums.get(key), fix(key, rows)));
      }
    }
    for (BuildKey key : keys(rows.builds, stored.builds)) {
      if (key.startMs() >= keptFromMs) {
        pairs.add(
            pair(key.toString(), rows.builds.get(key), stored.builds.get(key), fix(key, rows)));
      }
    }
    compareWholeBuilds(rows, stored, keptFromMs, pairs);
    return all ? pairs : pairs.stream().filter(p -> !p.expected.equals(p.found)).toList();
  }

  /** Not those whose first rows are gone. */
  private static void compareWholeBuilds(
      Tally rows, Tally stored, long keptFromMs, List<Pair> pairs) {
    Set<String> cut = new HashSet<>();
    stored.builds.keySet().stream()
        .filter(key -> key.startMs() < keptFromMs)
        .forEach(key -> cut.add(key.buildId()));
    for (WholeBuild key : keys(rows.wholeBuilds, stored.wholeBuilds)) {
      if (!cut.contains(key.buildId())) {
        pairs.add(
            new Pair(
                key.toString(),
                found(rows.wholeBuilds.get(key)),
                found(stored.wholeBuilds.get(key)),
                fix(key, rows)));
      }
    }
  }

  private static Object found(WholeBuild.@Nullable Sum sum) {
    return sum == null ? Sums.NONE : sum;
  }

  private static <K> Set<K> keys(Map<K, ?> one, Map<K, ?> other) {
    Set<K> keys = new HashSet<>(one.keySet());
    keys.addAll(other.keySet());
    return keys;
  }

  private static Pair pair(
      String subject, @Nullable Sums expected, @Nullable Sums found, Consumer<StoredSums> repair) {
    return new Pair(
        subject,
        expected == null ? Sums.NONE : expected,
        found == null ? Sums.NONE : found,
        repair);
  }

  private static Consumer<StoredSums> fix(SumKey key, Tally rows) {
    Sums right = rows.sums.get(key);
    if (right == null) {
      return stored -> stored.delete(key);
    }
    var one = new Tally();
    one.sums.put(key, right);
    return stored -> stored.set(one);
  }

  private static Consumer<StoredSums> fix(BuildKey key, Tally rows) {
    Sums right = rows.builds.get(key);
    if (right == null) {
      return stored -> stored.delete(key);
    }
    var one = new Tally();
    one.builds.put(key, right);
    one.facts.put(key.buildId(), Objects.requireNonNull(rows.facts.get(key.buildId())));
    return stored -> stored.set(one);
  }

  private static Consumer<StoredSums> fix(WholeBuild key, Tally rows) {
    var right = rows.wholeBuilds.get(key);
    if (right == null) {
      return stored -> stored.delete(key);
    }
    var one = new Tally();
    one.wholeBuilds.put(key, right);
    one.facts.put(key.buildId(), Objects.requireNonNull(rows.facts.get(key.buildId())));
    return stored -> stored.set(one);
  }

  /** Only the rows that the roll-ups have passed; the others are not theirs yet. */
  private Tally ofRows(String organizationId) {
    var tally = new Tally();
    new SettledRows(database)
        .each(
            organizationId,
            CountedCall.COLUMNS,
            row -> {
              if (!Outcome.NOT_SENT.word().equals(row.get(MODEL_CALL.OUTCOME))) {
                tally.add(CountedCall.of(row));
              }
            });
    return tally;
  }
}
