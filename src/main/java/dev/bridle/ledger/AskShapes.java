package dev.bridle.ledger;

import dev.bridle.store.Sha256;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bridle.store.Database;
import dev.bridle.store.HotRow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What rules judge of calls, kept once for each distinct one: a row of the ledger names it in a few
 * bytes, and a rule can later be tried on past calls.
 */
public final class AskShapes {
  private static final String INSERT =
      "insert into ask_shape (id, shape) values (?, ?) on conflict (id) do nothing";
  private static final int NAME_LENGTH = 32;

  /** No client asks for so much at once; what does is not kept, lest it fill memory and disk. */
  private static final int LONGEST = 8_192;

  private final Database database;
  private final Cache<Object, String> named = Caffeine.newBuilder().maximumSize(20_000).build();

  public AskShapes(Database database) {
    this.database = database;
  }

  /**
   * The name of what a call asks for; null when that is too much to keep. Never blocks.
   *
   * @param key compares equal for the same shape
   * @param json writes it down, when it was not seen before
   */
  public @Nullable String name(Object key, Supplier<String> json) {
    String known = named.getIfPresent(key);
    if (known != null) {
      return known;
    }
    String shape = json.get();
    if (shape.length() > LONGEST) {
      return null;
    }
    String name = Sha256.of(shape).substring(0, NAME_LENGTH);
    var written = database.writeHot(HotRow.of(INSERT, name, shape)).committed();
    var _ = written.thenRun(() -> named.put(key, name));
    return name;
  }
}
