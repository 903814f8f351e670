package dev.bridle.pipeline;

import org.jspecify.annotations.Nullable;

/** A step that holds back what stands below it until everything above it has finished. */
public record WaitStep(
    @Nullable String key, @Nullable String label, boolean continueOnFailure, String definition)
    implements Step {}
