package dev.bridle.web.provider;

import dev.bridle.organization.InvalidField;
import dev.bridle.provider.ConnectionChange;
import dev.bridle.provider.Method;
import dev.bridle.provider.StoredConnection;
import dev.bridle.provider.StoredKey;
import dev.bridle.web.Form;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The organization's own keys of a connection, which another method or key would forget. */
public record OwnKeys(List<StoredKey> stored) {
  private static final int SHOWN = 5;

  public OwnKeys {
    stored = List.copyOf(stored);
  }

  static OwnKeys of(Optional<StoredConnection> connection) {
    return new OwnKeys(
        connection
            .filter(one -> one.method() == Method.BYO)
            .map(StoredConnection::keys)
            .orElse(List.of()));
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

  /** That they are forgotten must be ticked, knowing how many they are. */
  void requireTick(Form form, ConnectionChange change) {
    boolean kept =
        change.method().filter(method -> method != Method.BYO).isEmpty()
            && change.token().isEmpty();
    if (!kept && count() > 0 && !form.text("forget").equals(String.valueOf(count()))) {
      throw new InvalidField("forget", "tick this first; nothing has been changed");
    }
  }
}
