package dev.bridle.pipeline;

import org.jspecify.annotations.Nullable;

/** One entry of a pipeline's list of steps. */
public sealed interface Step permits CommandStep, WaitStep, GroupStep {
  /** The name by which other steps and the agent may ask for this one; unique in a build. */
  @Nullable String key();

  @Nullable String label();

  /** The whole step as JSON text, job references included, for keeping. */
  String definition();
}
