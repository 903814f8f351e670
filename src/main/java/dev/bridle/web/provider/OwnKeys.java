package dev.bridle.web.provider;

import dev.bridle.provider.StoredConnection;
import dev.bridle.provider.StoredKey;
import dev.bridle.web.Form;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The organization's own keys of a connection, which another method or key would forget. */
public record OwnKeys(List<StoredKey> stored) {
  private static final int SHOWN = 5;

  public OwnKeys {
    stored = List.copyOf(stored);
  }

  static OwnKeys of(Optional<StoredConnection> connection) {
    return new OwnKeys(connection.map(StoredConnection::ownKeys).orElse(List.of()));
  }

  public int count() {
    return stored.size();
  }

  /** How they are told apart. */
  public String shown() {
    String some =
        stored.stream().limit(SHOWN).map(KeyLine::shown).collect(Collectors.joining(", "));
    int more = count() - SHOWN;
    return more > 0 ? some + " and " + more + " more" : some;
  }

  /** What the tick sends: which ones it means, so that it says nothing of any other. */
  public String ids() {
    return stored.stream().map(StoredKey::id).collect(Collectors.joining(" "));
  }

  /** The keys that may be forgotten, as the form was made from them. */
  static Set<String> ticked(Form form) {
    return Set.copyOf(List.of(form.text("forget").split(" ")));
  }
}
