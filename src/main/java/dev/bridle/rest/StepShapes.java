package dev.bridle.rest;

import dev.bridle.pipeline.CommandStep;
import dev.bridle.pipeline.GroupStep;
import dev.bridle.pipeline.InvalidPipeline;
import dev.bridle.pipeline.PipelineDefinition;
import dev.bridle.pipeline.PipelineYaml;
import dev.bridle.pipeline.Step;
import dev.bridle.pipeline.WaitStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the steps of a pipeline's own YAML look in REST v2: as written, before any build. */
final class StepShapes {
  private StepShapes() {}

  /** Without steps and env when the YAML can only be read for a build, or not at all. */
  static PipelineDefinition written(String yaml) {
    try {
      return PipelineYaml.written(yaml);
    } catch (InvalidPipeline e) {
      return new PipelineDefinition(new LinkedHashMap<>(), List.of());
    }
  }

  static Map<String, Object> step(Step step) {
    return switch (step) {
      case CommandStep command ->
          step("script", command, command.command(), command.env(), command.agents());
      case WaitStep wait -> step("waiter", wait, null, Map.of(), List.of());
      case GroupStep group -> throw new IllegalArgumentException("no step of its own: " + group);
    };
  }

  private static Map<String, Object> step(
      String type,
      Step step,
      @Nullable String command,
      Map<String, String> env,
      List<String> agents) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("type", type);
    shape.put("name", step.label());
    shape.put("command", command);
    shape.put("artifact_paths", null);
    shape.put("branch_configuration", null);
    shape.put("env", env);
    shape.put("timeout_in_minutes", null);
    shape.put("agent_query_rules", agents);
    shape.put("concurrency", null);
    shape.put("parallelism", null);
    return shape;
  }
}
