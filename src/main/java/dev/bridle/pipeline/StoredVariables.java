package dev.bridle.pipeline;

import java.util.Map;
import java.util.Set;

/** What variables mean in YAML that the server keeps, by where in a step they stand. */
record StoredVariables(Map<String, String> values, Place place) implements Variables {
  private static final String PREFIX = "BUILDKITE_";

  /** What the server knows of a build before there is a job; one that has no value is empty. */
  private static final Set<String> OF_THE_BUILD =
      Set.of(
          "BUILDKITE_BRANCH",
          "BUILDKITE_TAG",
          "BUILDKITE_MESSAGE",
          "BUILDKITE_COMMIT",
          "BUILDKITE_PIPELINE_SLUG",
          "BUILDKITE_PIPELINE_NAME",
          "BUILDKITE_PIPELINE_ID",
          "BUILDKITE_ORGANIZATION_SLUG",
          "BUILDKITE_TRIGGERED_FROM_BUILD_PIPELINE_SLUG",
          "BUILDKITE_REPO",
          "BUILDKITE_PULL_REQUEST",
          "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
          "BUILDKITE_PULL_REQUEST_REPO",
          "BUILDKITE_MERGE_QUEUE_BASE_BRANCH",
          "BUILDKITE_MERGE_QUEUE_BASE_COMMIT");

  enum Place {
    /** A shell reads it in the job, where the job's own variables exist. */
    COMMAND,
    /** Nothing expands it later, so the job's own two values are put in at accept. */
    STEP_ENV,
    ELSEWHERE
  }

  @Override
  public Meaning of(String name) {
    if (JobReferences.marker(name).isPresent()) {
      return ofTheJob(name); // even where a build's env claims to know it
    }
    String value = values.get(name);
    if (value != null) {
      return new Meaning.Value(value);
    }
    boolean knowable = !name.startsWith(PREFIX) || OF_THE_BUILD.contains(name);
    return knowable ? new Meaning.Unset() : ofTheJob(name);
  }

  /** In a step's env an escaped reference still counts, so it must remain recognisable. */
  @Override
  public String dollar() {
    return place == Place.STEP_ENV ? JobReferences.ESCAPED_DOLLAR : "$";
  }

  private Meaning ofTheJob(String name) {
    return switch (place) {
      case COMMAND -> new Meaning.AsWritten();
      case STEP_ENV ->
          new Meaning.Later(JobReferences.marker(name).orElseThrow(() -> refusal(name)));
      case ELSEWHERE -> throw refusal(name);
    };
  }

  private static InvalidPipeline refusal(String name) {
    return new InvalidPipeline(
        ("Interpolation of \"%s\" is not supported here. You can instead interpolate this variable"
                + " at runtime: write $$%s in a command")
            .formatted(name, name));
  }
}
