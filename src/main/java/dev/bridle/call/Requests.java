package dev.bridle.call;

import dev.bridle.http.Exchange;
import dev.bridle.price.PriceBook;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Reads what a job asks: the body once, whole, and the few fields of it that decide. */
public final class Requests {
  /** What the provider itself takes at most. */
  static final int BODY_LIMIT = 32 << 20;

  private final PriceBook prices;
  private final InstantSource clock;

  public Requests(PriceBook prices, InstantSource clock) {
    this.prices = prices;
    this.clock = clock;
  }

  CompletableFuture<Call> message(Exchange exchange, Reach reach) {
    return body(exchange)
        .thenApply(
            body -> Call.of(reach, body, exchange.headers(Betas.HEADER), prices, clock.instant()));
  }

  CompletableFuture<FreeCall> free(Exchange exchange, Reach reach, Endpoint endpoint) {
    return body(exchange)
        .thenApply(body -> FreeCall.of(exchange, reach, endpoint, body, prices, clock.instant()));
  }

  private static CompletableFuture<byte[]> body(Exchange exchange) {
    String encoding = exchange.header("Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw new Refused(new Refusal.CompressedBody(encoding));
    }
    return exchange.body(BODY_LIMIT);
  }
}
