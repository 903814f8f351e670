package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;

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

  private final Database database;
  private final ToLongFunction<String> logSize;
  private final Set<Following> readers = ConcurrentHashMap.newKeySet();
  private final Map<String, Set<Following>> readersOfLog = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("live").factory());

  /**
   * @param logSize how many bytes a job's log has
   * @param every how often builds are looked at
   */
  public LiveBuilds(Database database, ToLongFunction<String> logSize, Duration every) {
    this.database = database;
    this.logSize = logSize;
    var _ =
        timer.scheduleWithFixedDelay(
            this::turn, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Begins to follow a build; empty when too many do already.
   *
   * @param who one of those who share the room
   * @param logs jobs of the build whose logs are followed too
   * @param after the revision that the reader has seen; -1 to see all
   */
  public Optional<Following> follow(String who, String buildId, Set<String> logs, long after) {
    var reader = new Following(database, who, buildId, logs, after, this::left);
    synchronized (readers) {
      long own = readers.stream().filter(other -> other.who().equals(who)).count();
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

  private void turn() {
    try {
      look();
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

  /** Looks no more; each reader is closed by who reads. */
  @Override
  public void close() {
    // Not interrupted: that would break a connection to the database.
    timer.close();
  }
}
