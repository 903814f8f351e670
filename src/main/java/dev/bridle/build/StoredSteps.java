package dev.bridle.build;

import dev.bridle.pipeline.PipelineDefinition;
import dev.bridle.pipeline.PipelineProblem;
import dev.bridle.pipeline.PipelineYaml;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a pipeline's own YAML for a build, with what the server knows of the build. */
final class StoredSteps {
  /** What the server knows before there is a build. */
  private static final List<String> KNOWN =
      List.of(
          "BUILDKITE_PIPELINE_ID",
          "BUILDKITE_PIPELINE_SLUG",
          "BUILDKITE_PIPELINE_NAME",
          "BUILDKITE_ORGANIZATION_SLUG",
          "BUILDKITE_REPO",
          "BUILDKITE_BRANCH");

  private StoredSteps() {}

  static PipelineDefinition read(Pipeline pipeline, String organizationSlug, Build build) {
    var variables = ofPipeline(pipeline, organizationSlug);
    variables.put("BUILDKITE_BRANCH", build.branch());
    variables.put("BUILDKITE_COMMIT", build.commit());
    variables.put("BUILDKITE_MESSAGE", build.message());
    variables.put("BUILDKITE_TAG", orEmpty(build.tag()));
    var pull = build.pullRequest();
    variables.put("BUILDKITE_PULL_REQUEST", pull == null ? "false" : pull.id());
    variables.put("BUILDKITE_PULL_REQUEST_BASE_BRANCH", pull == null ? "" : orEmpty(pull.base()));
    variables.put("BUILDKITE_PULL_REQUEST_REPO", pull == null ? "" : orEmpty(pull.repository()));
    // What the server knows of the build itself is not for the build's env to change.
    return PipelineYaml.parse(pipeline.configuration(), Json.merged(build.env(), variables));
  }

  /** Throws what a build would fail with, as far as that can be known before there is one. */
  static void check(Pipeline pipeline) {
    var variables = ofPipeline(pipeline, "");
    variables.put("BUILDKITE_BRANCH", pipeline.defaultBranch());
    PipelineYaml.parse(pipeline.configuration(), variables);
  }

  /** All that is wrong with steps of a pipeline that need not exist yet. */
  static List<PipelineProblem> problems(String configuration) {
    var variables = new HashMap<String, String>();
    KNOWN.forEach(name -> variables.put(name, ""));
    return PipelineYaml.problems(configuration, variables);
  }

  private static Map<String, String> ofPipeline(Pipeline pipeline, String organizationSlug) {
    var variables = new HashMap<String, String>();
    variables.put("BUILDKITE_PIPELINE_ID", pipeline.id());
    variables.put("BUILDKITE_PIPELINE_SLUG", pipeline.slug());
    variables.put("BUILDKITE_PIPELINE_NAME", pipeline.name());
    variables.put("BUILDKITE_ORGANIZATION_SLUG", organizationSlug);
    variables.put("BUILDKITE_REPO", pipeline.repository());
    return variables;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
