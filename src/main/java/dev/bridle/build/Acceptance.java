package dev.bridle.build;

import dev.bridle.config.Secret;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/** What an agent gets that wants to accept a job. */
public sealed interface Acceptance {
  /** The job is its own; everything in it is the job's, its token and endpoint included. */
  record Accepted(String jobId, Secret token, SequencedMap<String, String> env, JsonNode step)
      implements Acceptance {}

  /** The job is not, or no longer, offered to this agent. */
  record NotOffered() implements Acceptance {}
}
