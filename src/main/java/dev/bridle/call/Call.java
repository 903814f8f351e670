package dev.bridle.call;

import dev.bridle.allowance.Hold;
import dev.bridle.auth.JobIdentity;
import dev.bridle.http.Exchange;
import dev.bridle.ledger.OpenCall;
import dev.bridle.policy.Ask;
import dev.bridle.price.Cost;
import dev.bridle.price.Model;
import dev.bridle.price.Money;
import dev.bridle.price.PriceBook;
import dev.bridle.provider.Method;
import dev.bridle.provider.ProviderRequest;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.util.Optional;

/** A message to be answered: who asks, what they ask, and what goes upstream. */
record Call(
    Reach reach,
    ModelRequest request,
    Rewrite rewrite,
    Optional<Money> atMost,
    Hold hold,
    Instant openedAt) {

  static Call of(Reach reach, byte[] body, PriceBook prices, Instant now) {
    var request = RequestReader.read(body);
    var rewrite =
        reach.connection().rewrites() ? Rewrite.of(request, prices, now) : Rewrite.none(request);
    return new Call(
        reach, request, rewrite, worstCase(reach, request, rewrite, prices, now), Hold.NONE, now);
  }

  private static Optional<Money> worstCase(
      Reach reach, ModelRequest request, Rewrite rewrite, PriceBook prices, Instant now) {
    if (reach.connection().method() == Method.SANDBOX) {
      return Optional.of(Money.ZERO);
    }
    long window = prices.modelOf(rewrite.model()).map(Model::contextWindow).orElse(0L);
    long maxOutput = request.maxTokens().orElse(0);
    var bound = InputBound.of(request.features(), rewrite.body().length, window, maxOutput);
    var most = bound.ask(maxOutput, request.speed());
    return prices.priceOf(rewrite.model(), now).flatMap(price -> Cost.atWorst(price, most));
  }

  Call holding(Hold held) {
    return new Call(reach, request, rewrite, atMost, held, openedAt);
  }

  JobIdentity job() {
    return reach.job();
  }

  String provider() {
    return reach.connection().provider();
  }

  /** The model that is really asked for. */
  String model() {
    return rewrite.model();
  }

  Ask ask() {
    return new Ask(
        reach.connection().provider(),
        rewrite.model(),
        request.maxTokens().orElse(0),
        request.stream(),
        request.fields(),
        request.features().serverTools(),
        request.betas());
  }

  OpenCall row() {
    return new OpenCall(
        Uuid7.at(openedAt),
        reach.job(),
        reach.connection().provider(),
        reach.connection().id(),
        reach.connection().method().word(),
        reach.connection().method() == Method.SANDBOX,
        request.model(),
        rewrite.model(),
        request.stream(),
        request.body().length,
        hold.amount(),
        openedAt);
  }

  ProviderRequest upstream(Exchange exchange) {
    return new ProviderRequest(
        "POST",
        "/v1/messages",
        Outbound.query(exchange),
        Outbound.headers(exchange),
        rewrite.body());
  }
}
