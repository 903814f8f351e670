package dev.bridle.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Messages request as it was read: the bytes, untouched, and the few fields that decide.
 *
 * @param systemMessages messages at the very start with the role {@code system}, which the API
 *     refuses; empty when there are none or nothing would be left without them
 */
record ModelRequest(
    byte[] body,
    String model,
    Span modelSpan,
    long maxTokens,
    boolean stream,
    boolean cacheControl,
    boolean oneHourCache,
    @Nullable String speed,
    @Nullable String geo,
    int afterBrace,
    @Nullable Span system,
    List<Span> systemMessages,
    @Nullable Span leadingMessages) {
  ModelRequest {
    systemMessages = List.copyOf(systemMessages);
  }
}
