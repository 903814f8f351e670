package dev.bridle.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bridle.store.Database;
import dev.bridle.store.HotRow;
import dev.bridle.store.Sha256;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What rules judge of calls, kept once for each distinct one: a row of the ledger names it in a few
 * bytes, and a rule can later be tried on past calls.
 */
public final class AskShapes {
  private static final String INSERT =
      """
      insert into ask_shape (id, shape, seen_ms) values (?, ?, ?)
      on conflict (id) do update set seen_ms = excluded.seen_ms\
      """;

  /** So often it is noted that a shape is still in use; retention deletes those that are not. */
  static final Duration REMEMBERED = Duration.ofDays(1);

  /** A job that asks for ever new things must not fill the disk with them. */
  private static final int MOST_OF_A_JOB = 200;

  private static final int NAME_LENGTH = 32;

  /** No client asks for so much at once; what does is not kept, lest it fill memory and disk. */
  private static final int LONGEST = 8_192;

  private final Database database;
  private final InstantSource clock;
  private final Cache<Object, String> named =
      Caffeine.newBuilder().maximumSize(20_000).expireAfterWrite(REMEMBERED).build();
  private final Cache<String, Set<String>> written =
      Caffeine.newBuilder().maximumSize(20_000).build();

  public AskShapes(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * The name of what a call asks for; null when that is too much to keep. Never blocks.
   *
   * @param jobId the job that asks
   * @param key compares equal for the same shape
   * @param json writes it down, when it was not seen before
   */
  public @Nullable String name(String jobId, Object key, Supplier<String> json) {
    String known = named.getIfPresent(key);
    if (known != null) {
      return known;
    }
    String shape = json.get();
    if (shape.length() > LONGEST) {
      return null;
    }
    String name = Sha256.of(shape).substring(0, NAME_LENGTH);
    var ofJob = written.get(jobId, _ -> ConcurrentHashMap.newKeySet());
    if (ofJob.size() >= MOST_OF_A_JOB && !ofJob.contains(name)) {
      return null;
    }
    ofJob.add(name);
    var kept = database.writeHot(HotRow.of(INSERT, name, shape, clock.millis())).committed();
    var _ = kept.thenRun(() -> named.put(key, name));
    return name;
  }
}
