package dev.bridle.call;

import dev.bridle.allowance.AskedCall;
import dev.bridle.allowance.Need;
import dev.bridle.auth.JobIdentity;
import dev.bridle.http.Exchange;
import dev.bridle.ledger.Held;
import dev.bridle.ledger.OpenCall;
import dev.bridle.policy.Ask;
import dev.bridle.price.CacheWrites;
import dev.bridle.price.Money;
import dev.bridle.price.PriceBook;
import dev.bridle.price.WorstCase;
import dev.bridle.provider.Method;
import dev.bridle.provider.ProviderRequest;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message to be answered: who asks, what they ask, and what goes upstream. */
record Call(
    Reach reach, ModelRequest request, Rewrite rewrite, PriceBook prices, @Nullable String askShape)
    implements AskedCall {

  static Call of(Reach reach, byte[] body, PriceBook prices, Instant now) {
    var request = RequestReader.read(body);
    var rewrite =
        reach.connection().rewrites() ? Rewrite.of(request, prices, now) : Rewrite.none(request);
    return new Call(reach, request, rewrite, prices, null);
  }

  Call shaped(String shape) {
    return new Call(reach, request, rewrite, prices, shape);
  }

  @Override
  public JobIdentity job() {
    return reach.job();
  }

  @Override
  public String provider() {
    return reach.connection().provider();
  }

  @Override
  public String model() {
    return rewrite.model();
  }

  @Override
  public long bodyBytes() {
    return rewrite.body().length;
  }

  private boolean free() {
    return reach.connection().method() == Method.SANDBOX;
  }

  @Override
  public Need need(Instant at) {
    var most =
        new dev.bridle.price.Ask(
            // A token is never shorter than a byte.
            rewrite.body().length,
            request.maxTokens(),
            cacheWrites(request),
            0,
            request.speed(),
            request.geo());
    Optional<WorstCase> worst =
        free()
            ? Optional.of(new WorstCase(Money.ZERO, 0))
            : prices.priceOf(model(), at).flatMap(price -> WorstCase.of(price, most));
    return new Need(
        free(),
        worst.map(WorstCase::input),
        worst.map(WorstCase::outputPicos).orElse(0L),
        request.maxTokens(),
        Optional.empty(),
        true,
        request.stream());
  }

  private static CacheWrites cacheWrites(ModelRequest request) {
    if (!request.cacheControl()) {
      return CacheWrites.NONE;
    }
    return request.oneHourCache() ? CacheWrites.ONE_HOUR : CacheWrites.FIVE_MINUTES;
  }

  Ask ask() {
    return new Ask(
        provider(), model(), request.maxTokens(), request.stream(), Map.of(), List.of(), List.of());
  }

  @Override
  public OpenCall row(Instant openedAt, Held held) {
    return new OpenCall(
        Uuid7.at(openedAt),
        reach.job(),
        provider(),
        reach.connection().id(),
        reach.connection().method().word(),
        free(),
        request.model(),
        model(),
        request.stream(),
        request.body().length,
        request.maxTokens(),
        askShape,
        prices,
        held,
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
