package dev.bridle.allowance;

import dev.bridle.auth.JobIdentity;
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

/** A call of some size, as a job would ask for it. */
record RandomCall(JobIdentity job, String model, long bodyBytes, long maxTokens, boolean streamed)
    implements AskedCall {
  static final PriceBook PRICES = PriceBook.anthropic();

  @Override
  public String provider() {
    return "anthropic";
  }

  @Override
  public Need need(Instant at) {
    var worst =
        PRICES
            .priceOf(model, at)
            .flatMap(price ->
                WorstCase.of(price, Ask.of(bodyBytes, maxTokens, CacheWrites.FIVE_MINUTES)));
    return new Need(
        false,
        worst.map(WorstCase::input),
        worst.map(WorstCase::outputPicos).orElse(0L),
        maxTokens,
        Optional.empty(),
        true,
        streamed,
        bodyBytes);
  }

  @Override
  public String modelId() {
    return model;
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
        model,
        model,
        model,
        streamed,
        bodyBytes,
        maxTokens,
        null,
        null,
        ClientOrigin.NONE,
        PRICES,
        held,
        openedAt);
  }
}
