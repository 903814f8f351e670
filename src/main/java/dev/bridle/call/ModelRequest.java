package dev.bridle.call;

import dev.bridle.http.Body;
import dev.bridle.http.ByteFilter;
import dev.bridle.price.PriceBook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A request as it was read: the bytes, untouched, and the few fields that decide. */
sealed interface ModelRequest permits MessagesRequest, OpenAiRequest {
  Body body();

  String model();

  /** Where its name stands. */
  Span modelSpan();

  /** How many tokens one answer may have at most, if it says. */
  OptionalLong maxTokens();

  /** How many answers it asks for at once. */
  long choices();

  boolean stream();

  /** Null when none is asked for. */
  @Nullable String speed();

  /** Every top-level name; a scalar with its value as text, anything else with an empty text. */
  Map<String, String> fields();

  /** Those that stand in the body itself. */
  List<String> betas();

  BodyFeatures features();

  /**
   * What goes upstream.
   *
   * @param models which model is asked for in the place of another
   * @param mends whether a request that would fail for certain is to be mended
   */
  Rewrite rewritten(Map<String, String> models, boolean mends, PriceBook prices, Instant now);

  /** What of a streamed answer goes on to the client. */
  ByteFilter filter();
}
