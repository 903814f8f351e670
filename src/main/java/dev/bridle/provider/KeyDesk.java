package dev.bridle.provider;

import dev.bridle.audit.Actor;
import dev.bridle.config.Secret;
import dev.bridle.http.HttpError;
import java.util.List;
import java.util.Optional;

/** Where administrators add keys to a connection and take them away. */
public final class KeyDesk {
  private static final int MOST = 20;

  private final Connections connections;
  private final ProviderKeys keys;
  private final KeyCheck check;

  public KeyDesk(
      Connections connections, ProviderKeys keys, Operator operator, Upstreams upstreams) {
    this.connections = connections;
    this.keys = keys;
    this.check = new KeyCheck(operator, upstreams);
  }

  /** The keys that administrators may see: the operator's own is none of them. */
  public List<StoredKey> list(Place place) {
    return get(place).ownKeys();
  }

  public KeyState state(StoredKey key) {
    return keys.state(key);
  }

  /** Adds one more key; asks the provider whether it takes it first. */
  public StoredKey add(Actor actor, Place place, Secret token) {
    var connection = get(place);
    if (connection.method() != Method.BYO) {
      throw HttpError.unprocessable(
          "Keys are added to connections with the method byo; this one is "
              + connection.method().word()
              + ".");
    }
    var sound = KeyCheck.sound(token);
    if (connection.keys().size() >= MOST) {
      throw HttpError.unprocessable("A connection can't have more than " + MOST + " keys.");
    }
    if (keys.open(connection).stream().anyMatch(key -> key.secret().equals(sound))) {
      throw HttpError.unprocessable("This connection has this key already.");
    }
    var verdict =
        check.verify(place.provider(), connection.baseUrl(), connection.keyHeader(), sound);
    String id = keys.add(actor, connection, CheckedKey.fresh(sound, verdict));
    return find(get(place), id).orElseThrow(Connections::changedMeanwhile);
  }

  /** Forgets a key; calls that are under way with it go on. */
  public void delete(Actor actor, Place place, String keyId) {
    var connection = get(place);
    var key =
        find(connection, keyId)
            .orElseThrow(() -> new HttpError(404, "This connection has no such key."));
    if (connection.keys().size() == 1) {
      throw HttpError.unprocessable(
          "A connection can't be without a key: add another one first, or disconnect the provider.");
    }
    keys.delete(actor, connection, key);
  }

  private static Optional<StoredKey> find(StoredConnection connection, String keyId) {
    return connection.keys().stream()
        .filter(key -> key.id().equals(keyId) && key.digest() == null)
        .findFirst();
  }

  private StoredConnection get(Place place) {
    return connections.show(place).orElseThrow(() -> ConnectionDesk.notConnected(place));
  }
}
