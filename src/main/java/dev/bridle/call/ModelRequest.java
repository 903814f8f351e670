package dev.bridle.call;

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
record ModelRequest(
    byte[] body,
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
    BodyFeatures features) {
  ModelRequest {
    systemMessages = List.copyOf(systemMessages);
    fields = Map.copyOf(fields);
    betas = List.copyOf(betas);
  }
}
