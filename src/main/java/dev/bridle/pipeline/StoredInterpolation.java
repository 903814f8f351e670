package dev.bridle.pipeline;

import dev.bridle.pipeline.StoredVariables.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts the variables into one pipeline kept by the server: its own env first, then all else. */
final class StoredInterpolation {
  /** Variables may multiply a small text; this is how much may come of it in all. */
  private static final int LONGEST_PIPELINE = 4_000_000;

  private final Map<String, String> variables = new LinkedHashMap<>();
  private int written;

  private StoredInterpolation(Map<String, String> known) {
    // A commit message is anyone's text: it must not be able to name the job's token.
    known.forEach((name, value) -> variables.put(name, JobReferences.withoutReserved(value)));
  }

  static Field applied(Field pipeline, Map<String, String> variables) {
    return pipeline.with(new StoredInterpolation(variables).pipeline(pipeline));
  }

  private JsonNode pipeline(Field pipeline) {
    if (!pipeline.value().isObject()) {
      return pipeline.value();
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    if (pipeline.value().has("env")) {
      result.set("env", topLevelEnv(pipeline.get("env")));
    }
    for (Field field : pipeline.entries()) {
      switch (field.name()) {
        case "env" -> {}
        case "steps" -> result.set("steps", steps(field));
        default -> result.set(field.name(), in(Place.ELSEWHERE).rewritten(field));
      }
    }
    return result;
  }

  /** Each variable is known to the ones below it, and to everything else. */
  private JsonNode topLevelEnv(Field env) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    for (Field variable : env.entries()) {
      String name = expanded(env, variable.name(), Place.ELSEWHERE);
      String value = expanded(variable, variable.text(), Place.ELSEWHERE);
      variables.put(name, value);
      result.put(name, value);
    }
    return result;
  }

  private JsonNode steps(Field steps) {
    ArrayNode result = JsonNodeFactory.instance.arrayNode();
    steps.items().forEach(step -> result.add(step(step)));
    return result;
  }

  private JsonNode step(Field step) {
    if (!step.value().isObject()) {
      return in(Place.ELSEWHERE).rewritten(step);
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    boolean signed = !step.get("signature").isAbsent();
    for (Field field : step.entries()) {
      result.set(field.name(), attribute(field, signed));
    }
    return result;
  }

  private JsonNode attribute(Field field, boolean signed) {
    return switch (field.name()) {
      case "signature" -> field.value();
      case "steps" -> field.value().isArray() ? steps(field) : in(Place.ELSEWHERE).rewritten(field);
      case "command", "commands" -> in(Place.COMMAND).rewritten(field);
      case "env" -> in(signed ? Place.ELSEWHERE : Place.STEP_ENV).rewritten(field);
      default -> in(Place.ELSEWHERE).rewritten(field);
    };
  }

  private Texts in(Place place) {
    return new Texts(
        (field, text) -> expanded(field, text, place),
        (field, name) -> expanded(field, name, Place.ELSEWHERE));
  }

  private String expanded(Field field, String text, Place place) {
    String result = expandedOrLocated(field, text, place);
    written += result.length();
    if (written > LONGEST_PIPELINE) {
      throw field.fault(
          "with this the pipeline is longer than %d characters after its variables are replaced"
              .formatted(LONGEST_PIPELINE));
    }
    return JobReferences.markEscaped(result);
  }

  private String expandedOrLocated(Field field, String text, Place place) {
    try {
      return Interpolation.expand(text, new StoredVariables(variables, place));
    } catch (InvalidPipeline problem) {
      throw field.fault(problem.sentence());
    }
  }
}
