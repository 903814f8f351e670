package dev.bridle.provider;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keys with which a call was answered 401. What a job sends may be the cause of that, so the
 * provider is asked once more, with nothing of the job's, before a key is set aside.
 */
public final class SuspectKeys {
  private static final int REJECTED = 401;

  /** Meanwhile calls prefer other keys, where there are any. */
  private static final Duration REST = Duration.ofSeconds(5);

  private final ProviderKeys keys;
  private final Upstreams upstreams;
  private final Set<String> asking = ConcurrentHashMap.newKeySet();

  public SuspectKeys(ProviderKeys keys, Upstreams upstreams) {
    this.keys = keys;
    this.upstreams = upstreams;
  }

  /** Never blocks. */
  public void suspect(Connection connection, ProviderKey key) {
    keys.rest(key, REST);
    if (asking.add(key.id())) {
      Thread.ofVirtual().start(() -> ask(connection, key));
    }
  }

  private void ask(Connection connection, ProviderKey key) {
    try {
      if (isRejected(connection, key)) {
        keys.reject(connection, key);
      }
    } finally {
      asking.remove(key.id());
    }
  }

  /** Where it can't be told, the next call will tell. */
  private boolean isRejected(Connection connection, ProviderKey key) {
    var heard =
        upstreams.check(
            ProviderKind.of(connection.provider()),
            connection.baseUrl(),
            connection.keyHeader(),
            key.secret());
    return heard instanceof Heard.Answered(var answer) && answer.status() == REJECTED;
  }
}
