package dev.bridle.call;

import dev.bridle.auth.Token;
import dev.bridle.http.Exchange;
import dev.bridle.http.Headers;
import java.util.List;

/** What of a job's request may go on to a provider at all: nothing that holds a token of ours. */
final class Outbound {
  private Outbound() {}

  static Headers headers(Exchange exchange) {
    List<Headers.Line> harmless =
        exchange.headers().lines().stream()
            .filter(line -> !Token.ANY.matcher(line.value()).find())
            .toList();
    return new Headers(harmless);
  }

  /** The query goes on as it came, unless a token stands in it. */
  static String query(Exchange exchange) {
    String query = exchange.rawQuery();
    return Token.ANY.matcher(query).find() ? "" : query;
  }
}
