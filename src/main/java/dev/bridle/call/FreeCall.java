package dev.bridle.call;

import dev.bridle.http.Body;
import dev.bridle.http.ByteFilter;
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
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A request that costs nothing: it is passed on and not booked.
 *
 * @param filter what of the answer is shown
 * @param ids from the name of a model to the id that it may be an alias of
 */
record FreeCall(
    Reach reach,
    ProviderRequest request,
    Ask ask,
    List<String> rewritten,
    Headers limits,
    ByteFilter filter,
    UnaryOperator<String> ids) {
  /** The same, whose answer tells what is left. */
  FreeCall telling(Headers left) {
    return new FreeCall(reach, request, ask, rewritten, left, filter, ids);
  }

  /** The same; of a list of models only those are shown that the job may ask. */
  FreeCall showing(Predicate<Ask> allowed) {
    return isList()
        ? new FreeCall(
            reach,
            request,
            ask,
            rewritten,
            limits,
            new ShownModels(id -> allowed.test(ask.about(id, ids.apply(id)))),
            ids)
        : this;
  }

  private boolean isList() {
    return request.path().equals(Endpoint.LIST);
  }

  /** To look at the list of models, a job needs no rule that allows it one of them. */
  boolean isBarredBy(Decision.Denied denied) {
    return switch (denied.kind()) {
      case JOB -> true;
      case MODEL -> !isList();
      case FIELD, TOOL, BETA -> !request.method().equals("GET");
    };
  }

  static FreeCall of(
      Exchange exchange, Reach reach, Endpoint endpoint, Body body, PriceBook prices, Instant now) {
    return switch (endpoint) {
      case Endpoint.Counted(Operation operation) ->
          counted(exchange, reach, operation, body, prices, now);
      case Endpoint.Models models -> models(exchange, reach, models, prices);
      case Endpoint.Metered _, Endpoint.Hello _ -> throw new IllegalArgumentException();
    };
  }

  private static FreeCall models(
      Exchange exchange, Reach reach, Endpoint.Models models, PriceBook prices) {
    String model = models.id();
    return new FreeCall(
        reach,
        request(exchange, "GET", models.path(), Body.NONE),
        new Ask(
            reach.connection().provider(),
            model,
            0,
            false,
            Map.of(),
            List.of(),
            List.of(),
            idOf(prices, model)),
        List.of(),
        Headers.NONE,
        ByteFilter.ALL,
        name -> idOf(prices, name));
  }

  private static String idOf(PriceBook prices, String name) {
    return prices.modelOf(name).map(Model::id).orElse(name);
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
            idOf(prices, rewrite.model())),
        rewrite.made(),
        Headers.NONE,
        ByteFilter.ALL,
        name -> idOf(prices, name));
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
