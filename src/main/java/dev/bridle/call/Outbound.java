package dev.bridle.call;

import dev.bridle.auth.Token;
import dev.bridle.http.Exchange;
import dev.bridle.http.Headers;
import java.util.ArrayList;

/** What of a job's request may go on to a provider at all: nothing that holds a token of ours. */
final class Outbound {
  private Outbound() {}

  static Headers headers(Exchange exchange) {
    var harmless = new ArrayList<Headers.Line>();
    for (Headers.Line line : exchange.headers()) {
      if (!Token.isWithin(line.value())) {
        harmless.add(line);
      }
    }
    return new Headers(harmless);
  }

  /** The query goes on as it came, unless a token stands in it. */
  static String query(Exchange exchange) {
    String query = exchange.rawQuery();
    return Token.isWithin(query) ? "" : query;
  }
}
