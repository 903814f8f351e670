package dev.bridle.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What was asked of a model before, as far as it is kept.
 *
 * @param id of the call's row, or of the refusal's
 * @param shape what rules judge of it beside the model and its size; null when that was not kept
 * @param times how often it was asked so
 */
public record PastAsk(
    String id,
    String jobId,
    String pipelineSlug,
    long buildNumber,
    String provider,
    String model,
    String modelId,
    long maxTokens,
    boolean streamed,
    @Nullable String shape,
    long askedMs,
    long times) {}
