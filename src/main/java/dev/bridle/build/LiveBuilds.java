package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;

import dev.bridle.auth.Pass;
import dev.bridle.auth.Passes;
import dev.bridle.store.Database;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds that someone is watching. However many readers there are, the database is asked once a
 * moment which of their builds have changed; nobody is asked when there are no readers.
 */
public final class LiveBuilds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("live");
  private static final int MOST_READERS = 1000;
  private static final int MOST_OF_ONE = 50;

  /** So long at most someone reads on who may not any more. */
  private static final Duration CHECK_EVERY = Duration.ofSeconds(1);

  private final Database database;
  private final Passes passes;
  private final ToLongFunction<String> logSize;
  private final Set<Following> readers = ConcurrentHashMap.newKeySet();
  private final Map<String, Set<Following>> readersOfLog = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("live").factory());

  /**
   * @param logSize how many bytes a job's log has
   * @param every how often builds are looked at
   */
  public LiveBuilds(
      Database database, Passes passes, ToLongFunction<String> logSize, Duration every) {
    this.database = database;
    this.passes = passes;
    this.logSize = logSize;
    again(this::look, every);
    again(this::check, CHECK_EVERY);
  }

  private void again(Runnable turn, Duration every) {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> safely(turn), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Begins to follow a build; empty when too many do already.
   *
   * @param who whose holder shares the room of all; when it holds no more, so does the following
   * @param logs jobs of the build whose logs are followed too
   * @param after the revision that the reader has seen; -1 to see all
   */
  public Optional<Following> follow(Pass who, String buildId, Set<String> logs, long after) {
    var reader = new Following(database, who, buildId, logs, after, this::left);
    synchronized (readers) {
      long own =
          readers.stream().filter(other -> other.who().personId().equals(who.personId())).count();
      if (readers.size() >= MOST_READERS || own >= MOST_OF_ONE) {
        return Optional.empty();
      }
      readers.add(reader);
    }
    for (String job : logs) {
      // First in the list, then the size: no growth is missed in between.
      readersOfLog.computeIfAbsent(job, _ -> ConcurrentHashMap.newKeySet()).add(reader);
      reader.grew(job, logSize.applyAsLong(job));
    }
    return Optional.of(reader);
  }

  private void left(Following reader) {
    readers.remove(reader);
    for (String job : reader.logs()) {
      readersOfLog.computeIfPresent(
          job,
          (_, others) -> {
            others.remove(reader);
            return others.isEmpty() ? null : others;
          });
    }
  }

  /** To be told when a log has grown. */
  public void logGrew(String jobId, long size) {
    readersOfLog.getOrDefault(jobId, Set.of()).forEach(reader -> reader.grew(jobId, size));
  }

  /** How many follow builds now. */
  public int readers() {
    return readers.size();
  }

  private static void safely(Runnable turn) {
    try {
      turn.run();
    } catch (RuntimeException e) {
      LOG.error("builds can't be looked at; the next turn tries again: {}", e.getMessage());
    }
  }

  private void look() {
    var watched = new HashSet<String>();
    readers.forEach(reader -> watched.add(reader.buildId()));
    if (watched.isEmpty()) {
      return;
    }
    Map<String, Long> revisions =
        database.read(sql ->
            sql.select(BUILD.ID, BUILD.REVISION)
                .from(BUILD)
                .where(BUILD.ID.in(watched))
                .fetchMap(BUILD.ID, BUILD.REVISION));
    for (Following reader : readers) {
      Long newest = revisions.get(reader.buildId());
      if (newest != null) {
        reader.heard(newest);
      }
    }
  }

  /** Sends those away who may not read any more: removed, signed out, or their token revoked. */
  private void check() {
    var held = new HashSet<Pass>();
    readers.forEach(reader -> held.add(reader.who()));
    if (held.isEmpty()) {
      return;
    }
    var valid = passes.valid(held);
    for (Following reader : readers) {
      // Who came in meanwhile was let in just now.
      if (held.contains(reader.who()) && !valid.contains(reader.who())) {
        reader.close();
      }
    }
  }

  /** Looks no more; each reader is closed by who reads. */
  @Override
  public void close() {
    // Not interrupted: that would break a connection to the database.
    timer.close();
  }
}
