package dev.bridle.allowance;

import dev.bridle.auth.JobIdentity;
import dev.bridle.bench.upstream.Asking;
import dev.bridle.ledger.ClientOrigin;
import dev.bridle.ledger.Held;
import dev.bridle.ledger.OpenCall;
import dev.bridle.price.Ask;
import dev.bridle.price.CacheWrites;
import dev.bridle.price.PriceBook;
import dev.bridle.price.WorstCase;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.util.Optional;

/** A small call, as the flow of a real one would ask for it. */
record BenchmarkCall(JobIdentity job) implements AskedCall {
  private static final PriceBook PRICES = PriceBook.anthropic();
  private static final long MAX_TOKENS = 1000;
  private static final long BODY_BYTES = Asking.body(false).length();

  @Override
  public String provider() {
    return "anthropic";
  }

  @Override
  public String model() {
    return Asking.MODEL;
  }

  @Override
  public String modelId() {
    return Asking.MODEL;
  }

  @Override
  public long bodyBytes() {
    return BODY_BYTES;
  }

  @Override
  public Need need(Instant at) {
    var worst =
        PRICES
            .priceOf(model(), at)
            .flatMap(price ->
                WorstCase.of(price, Ask.of(bodyBytes(), MAX_TOKENS, CacheWrites.FIVE_MINUTES)));
    return new Need(
        false,
        worst.map(WorstCase::input),
        worst.map(WorstCase::outputPicos).orElse(0L),
        MAX_TOKENS,
        Optional.empty(),
        true,
        false,
        bodyBytes());
  }

  @Override
  public OpenCall row(Instant openedAt, Held held) {
    return new OpenCall(
        Uuid7.at(openedAt),
        job,
        provider(),
        "connection",
        "hosted",
        false,
        model(),
        model(),
        modelId(),
        false,
        bodyBytes(),
        MAX_TOKENS,
        null,
        null,
        ClientOrigin.NONE,
        PRICES,
        held,
        openedAt);
  }
}
