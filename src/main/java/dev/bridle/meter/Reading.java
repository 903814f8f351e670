package dev.bridle.meter;

import org.jspecify.annotations.Nullable;

/**
 * What a meter knows of one answer.
 *
 * @param usage zero where nothing was said
 * @param usageVerbatim the provider's own usage as JSON, merged over the events of a stream
 * @param started the answer's first usage was seen
 * @param complete the final usage was seen and nothing that matters was lost: it can be billed
 * @param errorType the error that the answer is or that ended it
 * @param outputCharacters characters of text, thinking and tool input seen, for estimates
 */
public record Reading(
    Usage usage,
    @Nullable String usageVerbatim,
    @Nullable String messageId,
    @Nullable String modelAnswered,
    @Nullable String stopReason,
    boolean started,
    boolean complete,
    @Nullable String errorType,
    long outputCharacters) {
  /** Nothing was seen. */
  public static final Reading NONE =
      new Reading(Usage.NONE, null, null, null, null, false, false, null, 0);
}
