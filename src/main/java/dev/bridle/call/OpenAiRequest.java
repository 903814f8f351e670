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
 * A request of Chat Completions or Responses.
 *
 * @param usageOption the change that makes a stream tell its usage; null where it does so anyway
 */
record OpenAiRequest(
    Body body,
    String model,
    Span modelSpan,
    OptionalLong maxTokens,
    long choices,
    boolean stream,
    Map<String, String> fields,
    BodyFeatures features,
    Rewrite.@Nullable Splice usageOption)
    implements ModelRequest {
  OpenAiRequest {
    fields = Map.copyOf(fields);
  }

  @Override
  public @Nullable String speed() {
    return null;
  }

  @Override
  public List<String> betas() {
    return List.of();
  }

  /** A stream that would not tell its usage could not be counted, whoever answers. */
  @Override
  public Rewrite rewritten(
      Map<String, String> models, boolean mends, PriceBook prices, Instant now) {
    String wanted = Rewrite.wanted(model, models, prices);
    return usageOption == null
        ? Rewrite.of(this, wanted, List.of(), List.of())
        : Rewrite.of(this, wanted, List.of(usageOption), List.of("stream_options"));
  }

  @Override
  public ByteFilter filter() {
    return usageOption == null ? ByteFilter.ALL : new HiddenUsage();
  }
}
