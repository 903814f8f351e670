package dev.bridle.call;

import dev.bridle.http.Exchange;
import dev.bridle.price.PriceBook;
import dev.bridle.provider.ProviderRequest;
import java.time.Instant;
import java.util.List;

/** A request that costs nothing: it is passed on and not booked. */
record FreeCall(Reach reach, ProviderRequest request, List<String> rewritten) {
  static FreeCall of(
      Exchange exchange,
      Reach reach,
      Endpoint endpoint,
      byte[] body,
      PriceBook prices,
      Instant now) {
    if (endpoint instanceof Endpoint.Models(String path)) {
      return new FreeCall(reach, request(exchange, "GET", path, new byte[0]), List.of());
    }
    var read = RequestReader.read(body);
    var rewrite =
        reach.connection().rewrites() ? Rewrite.of(read, prices, now) : Rewrite.none(read);
    return new FreeCall(
        reach,
        request(exchange, "POST", "/v1/messages/count_tokens", rewrite.body()),
        rewrite.made());
  }

  private static ProviderRequest request(
      Exchange exchange, String method, String path, byte[] body) {
    return new ProviderRequest(
        method, path, Outbound.query(exchange), Outbound.headers(exchange), body);
  }
}
