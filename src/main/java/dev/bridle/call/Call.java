package dev.bridle.call;

import dev.bridle.allowance.AskedCall;
import dev.bridle.allowance.Need;
import dev.bridle.auth.JobIdentity;
import dev.bridle.http.Body;
import dev.bridle.http.Exchange;
import dev.bridle.ledger.ClientOrigin;
import dev.bridle.ledger.Held;
import dev.bridle.ledger.OpenCall;
import dev.bridle.policy.Ask;
import dev.bridle.price.Model;
import dev.bridle.price.PriceBook;
import dev.bridle.price.WorstCase;
import dev.bridle.provider.Method;
import dev.bridle.provider.ProviderRequest;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call of a model: who asks, what they ask, and what goes upstream.
 *
 * @param retries the row of its first attempt; null for that one
 */
record Call(
    Reach reach,
    Operation operation,
    ModelRequest request,
    Rewrite rewrite,
    PriceBook prices,
    List<String> betas,
    @Nullable String askShape,
    @Nullable String retries,
    ClientOrigin client)
    implements AskedCall {

  /**
   * @param betaHeaders the values of the request's beta headers
   */
  static Call of(
      Reach reach,
      Operation operation,
      Body body,
      List<String> betaHeaders,
      ClientOrigin client,
      PriceBook prices,
      Instant now) {
    var request = operation.read(body.bytes());
    var rewrite = reach.rewritten(request, prices, now);
    var betas = new ArrayList<>(betaHeaders);
    betas.addAll(request.betas());
    return new Call(
        reach, operation, request, rewrite, prices, Betas.of(betas), null, null, client);
  }

  Call shaped(@Nullable String shape) {
    return new Call(reach, operation, request, rewrite, prices, betas, shape, retries, client);
  }

  /** The same once more, whose first attempt has this row. */
  Call retrying(String firstRow) {
    return new Call(reach, operation, request, rewrite, prices, betas, askShape, firstRow, client);
  }

  /** The same, perhaps of another model. */
  Call through(Reach other, Instant now) {
    var anew = other.rewritten(request, prices, now);
    return new Call(other, operation, request, anew, prices, betas, askShape, retries, client);
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
  public String modelId() {
    return prices.modelOf(model()).map(Model::id).orElse(model());
  }

  @Override
  public long bodyBytes() {
    return rewrite.body().length();
  }

  /** What it asks will not be sent again. */
  void letGoOfBody() {
    request.body().letGo();
    rewrite.body().letGo();
  }

  private boolean free() {
    return reach.connection().method() == Method.SANDBOX;
  }

  /**
   * How much output it asks for, over all answers; where it doesn't say, as much as its model can
   * give.
   */
  long maxTokens() {
    return request.choices()
        * request
            .maxTokens()
            .orElseGet(() -> prices.modelOf(model()).map(Model::maxOutput).orElse(0L));
  }

  @Override
  public Need need(Instant at) {
    long window =
        prices
            .modelOf(model())
            .map(Model::contextWindow)
            .map(known -> Math.max(known, Betas.contextWindow(betas)))
            .orElse(0L);
    var bound = InputBound.of(request.features(), rewrite.body().length(), window, maxTokens());
    Optional<WorstCase> worst =
        free()
            ? Optional.empty()
            : prices
                .priceOf(model(), at)
                .flatMap(price -> WorstCase.of(price, bound.ask(maxTokens(), request.speed())));
    return new Need(
        free(),
        worst.map(WorstCase::input),
        worst.map(WorstCase::outputPicos).orElse(0L),
        maxTokens(),
        bound.unbounded(),
        bound.mayShrink(),
        request.stream(),
        Math.max(1, bodyBytes() - request.features().surplusBytes()));
  }

  Ask ask() {
    return new Ask(
        provider(),
        model(),
        maxTokens(),
        request.stream(),
        request.fields(),
        request.features().serverTools(),
        betas,
        modelId());
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
        modelId(),
        request.stream(),
        request.body().length(),
        maxTokens(),
        askShape,
        retries,
        client,
        prices,
        held,
        openedAt);
  }

  ProviderRequest upstream(Exchange exchange) {
    return new ProviderRequest(
        "POST",
        operation.path(),
        Outbound.query(exchange),
        Outbound.headers(exchange),
        rewrite.body());
  }
}
