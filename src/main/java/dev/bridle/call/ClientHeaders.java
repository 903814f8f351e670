package dev.bridle.call;

import dev.bridle.auth.Token;
import dev.bridle.http.Exchange;
import dev.bridle.ledger.ClientOrigin;
import org.jspecify.annotations.Nullable;

/** What clients say in their headers of where a call came from: hints for people, never proofs. */
final class ClientHeaders {
  /** As wide as their columns. */
  static final int LONGEST = 128;

  private static final int MOST_DIGITS = 4;

  private ClientHeaders() {}

  static ClientOrigin of(Exchange exchange) {
    return new ClientOrigin(
        id(exchange, "X-Claude-Code-Session-Id"),
        id(exchange, "x-claude-code-agent-id"),
        id(exchange, "x-claude-code-parent-agent-id"),
        count(exchange.header("x-stainless-retry-count").orElse(null)));
  }

  private static @Nullable String id(Exchange exchange, String header) {
    return id(exchange.header(header).orElse(null));
  }

  /** Nothing but what reads the same everywhere, and no token, which anybody could read here. */
  static @Nullable String id(@Nullable String value) {
    if (value == null || value.isEmpty() || value.length() > LONGEST) {
      return null;
    }
    boolean printable = value.chars().allMatch(c -> c >= ' ' && c <= '~');
    return printable && !Token.isWithin(value) ? value : null;
  }

  static @Nullable Long count(@Nullable String value) {
    if (value == null || value.isEmpty() || value.length() > MOST_DIGITS) {
      return null;
    }
    return value.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.valueOf(value) : null;
  }
}
