package dev.bridle.call;

import dev.bridle.http.Body;
import dev.bridle.http.Exchange;
import dev.bridle.http.Headers;
import dev.bridle.policy.Ask;
import dev.bridle.policy.Decision;
import dev.bridle.price.Model;
import dev.bridle.price.PriceBook;
import dev.bridle.provider.ProviderRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A request that costs nothing: it is passed on and not booked. */
record FreeCall(
    Reach reach, ProviderRequest request, Ask ask, List<String> rewritten, Headers limits) {
  /** The same, whose answer tells what is left. */
  FreeCall telling(Headers left) {
    return new FreeCall(reach, request, ask, rewritten, left);
  }

  /** To look at the list of models, a job needs no rule that allows it one of them. */
  boolean isBarredBy(Decision.Denied denied) {
    return !request.method().equals("GET") || denied.kind() == Decision.Kind.JOB;
  }

  static FreeCall of(
      Exchange exchange, Reach reach, Endpoint endpoint, Body body, PriceBook prices, Instant now) {
    return switch (endpoint) {
      case Endpoint.Counted(Operation operation) ->
          counted(exchange, reach, operation, body, prices, now);
      case Endpoint.Models(String path) -> models(exchange, reach, path);
      case Endpoint.Metered _, Endpoint.Hello _ -> throw new IllegalArgumentException();
    };
  }

  private static FreeCall models(Exchange exchange, Reach reach, String path) {
    String model = path.substring(path.lastIndexOf('/') + 1);
    return new FreeCall(
        reach,
        request(exchange, "GET", path, Body.NONE),
        new Ask(reach.connection().provider(), model, 0, false, Map.of(), List.of(), List.of()),
        List.of(),
        Headers.NONE);
  }

  private static FreeCall counted(
      Exchange exchange,
      Reach reach,
      Operation operation,
      Body body,
      PriceBook prices,
      Instant now) {
    var read = operation.read(body.bytes());
    var rewrite = reach.rewritten(read, prices, now);
    return new FreeCall(
        reach,
        request(exchange, "POST", operation.path(), rewrite.body()),
        new Ask(
            reach.connection().provider(),
            rewrite.model(),
            0,
            false,
            read.fields(),
            read.features().serverTools(),
            betas(exchange, reach, read),
            prices.modelOf(rewrite.model()).map(Model::id).orElse(rewrite.model())),
        rewrite.made(),
        Headers.NONE);
  }

  private static List<String> betas(Exchange exchange, Reach reach, ModelRequest read) {
    var betas = new ArrayList<>(exchange.headers(reach.format().betaHeader()));
    betas.addAll(read.betas());
    return Betas.of(betas);
  }

  private static ProviderRequest request(Exchange exchange, String method, String path, Body body) {
    return new ProviderRequest(
        method, path, Outbound.query(exchange), Outbound.headers(exchange), body);
  }
}
