package dev.bridle.pipeline;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A pipeline as buildkite-agent uploads it: JSON in which it has replaced the variables itself. */
public final class PipelineUpload {
  private PipelineUpload() {}

  /**
   * Reads an upload, with references in place of the uploading job's token.
   *
   * @throws InvalidPipeline when it cannot run as it is
   */
  public static PipelineDefinition parse(JsonNode upload, BakedTokens tokens) {
    Field pipeline = ReservedCharacters.absentFrom(Field.root(wrapped(upload), Lines.NONE));
    PipelineReader.requireSteps(pipeline, Origin.UPLOADED);
    return PipelineReader.read(pipeline.with(tokens.replacedIn(pipeline)), Origin.UPLOADED);
  }

  private static JsonNode wrapped(JsonNode upload) {
    return upload.isArray() ? JsonNodeFactory.instance.objectNode().set("steps", upload) : upload;
  }
}
