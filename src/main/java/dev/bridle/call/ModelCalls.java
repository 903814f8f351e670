package dev.bridle.call;

import dev.bridle.allowance.Admission;
import dev.bridle.allowance.Allowances;
import dev.bridle.auth.JobIdentity;
import dev.bridle.auth.JobTokens;
import dev.bridle.http.Exchange;
import dev.bridle.http.Reply;
import dev.bridle.http.Route;
import dev.bridle.http.TooLarge;
import dev.bridle.ledger.Ledger;
import dev.bridle.policy.Decision;
import dev.bridle.policy.Policy;
import dev.bridle.price.PriceBook;
import dev.bridle.provider.Anthropic;
import dev.bridle.store.Uuid7;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model call. Start reading here: {@link #messages} is the whole flow, one step a line. It is a
 * chain of futures on the request's event loop and never blocks; a step that says no leaves the
 * chain with a {@link Refusal}.
 */
public final class ModelCalls {
  /** What the provider itself takes at most. */
  static final int BODY_LIMIT = 32 << 20;

  private static final Logger LOG = LoggerFactory.getLogger("call");

  private final JobTokens tokens;
  private final Connected connected;
  private final Policy policy;
  private final Allowances allowances;
  private final Ledger ledger;
  private final Relay relay;
  private final PriceBook prices;
  private final InstantSource clock;

  public ModelCalls(
      JobTokens tokens,
      Connected connected,
      Policy policy,
      Allowances allowances,
      Ledger ledger,
      Relay relay,
      PriceBook prices,
      InstantSource clock) {
    this.tokens = tokens;
    this.connected = connected;
    this.policy = policy;
    this.allowances = allowances;
    this.ledger = ledger;
    this.relay = relay;
    this.prices = prices;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(Route.stream("*", "/v3/ai/{provider}/{rest...}", "JOB", this::handle));
  }

  private CompletableFuture<Void> messages(Exchange exchange) {
    return identify(exchange) // who?
        .thenCompose(job -> connected.find(exchange, job)) // through which connection?
        .thenCompose(reach -> read(exchange, reach)) // what do they ask?
        .thenApply(this::permitted) // may they?
        .thenApply(this::afforded) // can they afford it?
        .thenApply(this::opened) // in the ledger before anything is spent
        .thenCompose(call -> relay.carry(exchange, call)); // bytes through, meter beside, settled
  }

  /** What costs nothing takes the same way without a row in the ledger. */
  private CompletableFuture<Void> free(Exchange exchange, Endpoint endpoint) {
    return identify(exchange)
        .thenCompose(job -> connected.find(exchange, job))
        .thenCompose(reach ->
            body(exchange)
                .thenCompose(body ->
                    relay.pass(
                        exchange,
                        reach,
                        FreeCall.of(exchange, reach, endpoint, body, prices, clock.instant()))));
  }

  private void handle(Exchange exchange) {
    try {
      String provider = exchange.parameter("provider");
      if (!provider.equals(Anthropic.NAME)) {
        throw new Refused(new Refusal.UnknownProvider(provider));
      }
      var endpoint = Endpoint.of(exchange.method(), exchange.parameter("rest"));
      var done =
          switch (endpoint) {
            case Endpoint.Hello() -> hello(exchange);
            case Endpoint.Messages() -> messages(exchange);
            case Endpoint.CountTokens(), Endpoint.Models(_) -> free(exchange, endpoint);
          };
      var _ = done.exceptionally(why -> refuse(exchange, why));
    } catch (RuntimeException e) {
      refuse(exchange, e);
    }
  }

  private static CompletableFuture<Void> hello(Exchange exchange) {
    exchange.reply(Reply.empty(200));
    return CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<JobIdentity> identify(Exchange exchange) {
    return exchange
        .here(tokens.identify(Presented.token(exchange)))
        .thenApply(answer ->
            switch (answer) {
              case JobTokens.Answer.Valid(var job) -> job;
              case JobTokens.Answer.Unknown() -> throw new Refused(new Refusal.InvalidToken());
              case JobTokens.Answer.Finished() -> throw new Refused(new Refusal.JobFinished());
              case JobTokens.Answer.Canceling() -> throw new Refused(new Refusal.JobCanceling());
            });
  }

  private CompletableFuture<Call> read(Exchange exchange, Reach reach) {
    return body(exchange).thenApply(body -> Call.of(reach, body, prices, clock.instant()));
  }

  private static CompletableFuture<byte[]> body(Exchange exchange) {
    String encoding = exchange.header("Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw new Refused(new Refusal.CompressedBody(encoding));
    }
    return exchange.body(BODY_LIMIT);
  }

  private Call permitted(Call call) {
    return switch (policy.decide(call.reach().job(), call.ask())) {
      case Decision.Allowed _ -> call;
      case Decision.Denied(var rule, var sentence) ->
          throw new Refused(new Refusal.Denied(rule, sentence));
    };
  }

  private Call afforded(Call call) {
    var ask = call.ask();
    return switch (allowances.reserve(
        call.reach().job(), ask.provider(), ask.model(), call.atMost())) {
      case Admission.Held(var hold) -> call.holding(hold);
      case Admission.Exhausted(var allowance, var sentence) ->
          throw new Refused(new Refusal.Exhausted(allowance, sentence));
    };
  }

  private OpenedCall opened(Call call) {
    var row = call.row();
    return new OpenedCall(call, row, ledger.open(row));
  }

  /** The one place where a refusal, or a failure, becomes the answer. */
  private Void refuse(Exchange exchange, Throwable why) {
    Throwable cause =
        why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
    String id = "req_" + Uuid7.at(clock.instant()).replace("-", "");
    exchange.reply(
        switch (cause) {
          case Refused refused -> Denials.of(refused.refusal(), id);
          case TooLarge large -> Denials.of(new Refusal.BodyTooLarge(large.limit()), id);
          default -> {
            LOG.error("call {} failed", id, cause);
            yield Denials.of(new Refusal.Broken(), id);
          }
        });
    return null;
  }
}
