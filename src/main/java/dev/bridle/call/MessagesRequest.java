package dev.bridle.call;

import dev.bridle.http.Body;
import dev.bridle.http.ByteFilter;
import dev.bridle.price.PriceBook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A Messages request as it was read: the bytes, untouched, and the few fields that decide.
 *
 * @param speed null when none is asked for
 * @param systemMessages messages at the very start with the role {@code system}, which the API
 *     refuses; empty when there are none or nothing would be left without them
 * @param fields every top-level name; a scalar with its value as text, anything else with an empty
 *     text
 * @param betas those that stand in the body itself
 */
record MessagesRequest(
    Body body,
    String model,
    Span modelSpan,
    OptionalLong maxTokens,
    boolean stream,
    @Nullable String speed,
    int afterBrace,
    @Nullable Span system,
    List<Span> systemMessages,
    @Nullable Span leadingMessages,
    Map<String, String> fields,
    List<String> betas,
    BodyFeatures features)
    implements ModelRequest {
  MessagesRequest {
    systemMessages = List.copyOf(systemMessages);
    fields = Map.copyOf(fields);
    betas = List.copyOf(betas);
  }

  @Override
  public long choices() {
    return 1;
  }

  @Override
  public Rewrite rewritten(
      Map<String, String> models, boolean mends, PriceBook prices, Instant now) {
    String wanted = Rewrite.wanted(model, models, prices);
    return mends
        ? Rewrite.mended(this, prices.successorOf(wanted, now).orElse(wanted))
        : Rewrite.of(this, wanted, List.of(), List.of());
  }

  @Override
  public ByteFilter filter() {
    return ByteFilter.ALL;
  }
}
