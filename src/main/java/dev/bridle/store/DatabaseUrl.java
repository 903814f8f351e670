package dev.bridle.store;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where the data is, read from what an operator writes: a PostgreSQL address or a file. */
public record DatabaseUrl(
    String jdbc, Optional<String> user, Optional<String> password, Optional<Path> file) {

  /** The default: one file in the data folder. */
  public static DatabaseUrl sqlite(Path file) {
    return new DatabaseUrl(
        "jdbc:sqlite:" + file.toAbsolutePath(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(file.toAbsolutePath()));
  }

  /** {@code postgresql://user:password@host:port/name}, with or without {@code jdbc:} before it. */
  public static DatabaseUrl postgresql(String text, Optional<String> password) {
    String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
    if (!plain.startsWith("postgresql://") && !plain.startsWith("postgres://")) {
      throw new IllegalArgumentException(
          "the database address must look like postgresql://user@host:5432/name");
    }
    URI uri = URI.create(plain);
    String[] account = uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return new DatabaseUrl(
        "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query,
        account.length > 0 ? Optional.of(account[0]) : Optional.empty(),
        account.length > 1 ? Optional.of(account[1]) : password,
        Optional.empty());
  }

  /** Without the account: it may hold a password. */
  @Override
  public String toString() {
    int query = jdbc.indexOf('?');
    return query < 0 ? jdbc : jdbc.substring(0, query);
  }
}
