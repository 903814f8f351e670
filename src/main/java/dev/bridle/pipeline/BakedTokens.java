package dev.bridle.pipeline;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The token of the uploading job where the agent's interpolation has baked it into a pipeline. It
 * is dead when the uploaded step runs, so a reference to the running job's own takes its place.
 *
 * @param shape what a job token looks like
 * @param ofUploader whether a text of that shape is a credential of the uploading job
 */
public record BakedTokens(Pattern shape, Predicate<String> ofUploader) {
  /** Finds nothing. */
  public static final BakedTokens NONE = new BakedTokens(Pattern.compile("(?!)"), token -> false);

  /** How much of a run of letters is tried: a token may be followed by more of the same. */
  private static final int LONGEST_TOKEN = 128;

  /** The pipeline with references in place of tokens and of what the author wrote as one in env. */
  JsonNode replacedIn(Field pipeline) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    boolean anySigned = pipeline.get("steps").items().stream().anyMatch(BakedTokens::holdsSigned);
    for (Field field : pipeline.entries()) {
      switch (field.name()) {
        case "steps" -> result.set("steps", steps(field));
        // A signature covers the pipeline's env too.
        case "env" -> result.set("env", (anySigned ? refusing() : replacing()).rewritten(field));
        default -> result.set(field.name(), replacing().rewritten(field));
      }
    }
    return result;
  }

  private JsonNode steps(Field steps) {
    ArrayNode result = JsonNodeFactory.instance.arrayNode();
    steps.items().forEach(step -> result.add(step(step)));
    return result;
  }

  private JsonNode step(Field step) {
    if (isSigned(step)) {
      return refusing().rewritten(step);
    }
    if (!step.value().isObject()) {
      return replacing().rewritten(step);
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    for (Field field : step.entries()) {
      boolean ofGroup = field.name().equals("steps") && field.value().isArray();
      result.set(field.name(), ofGroup ? steps(field) : attribute(field));
    }
    return result;
  }

  private JsonNode attribute(Field field) {
    return (isEnv(field) ? replacingInEnv() : replacing()).rewritten(field);
  }

  private Texts replacing() {
    return new Texts((place, text) -> replaced(text), this::refused);
  }

  private Texts replacingInEnv() {
    return new Texts((place, text) -> JobReferences.markWritten(replaced(text)), this::refused);
  }

  private Texts refusing() {
    return new Texts(this::refusedSigned, this::refusedSigned);
  }

  private String refused(Field place, String name) {
    if (holdsToken(name)) {
      throw place.fault(
          "has the job token in a name; $%s can stand only in values"
              .formatted(JobReferences.TOKEN_NAME));
    }
    return name;
  }

  private String refusedSigned(Field place, String text) {
    if (holdsToken(text)) {
      throw place.fault(
          "holds the uploading job's token and is signed, so it cannot become the running job's"
              + " own; write $$%1$s instead of $%1$s".formatted(JobReferences.TOKEN_NAME));
    }
    return text;
  }

  private boolean holdsToken(String text) {
    return !replaced(text).equals(text);
  }

  private String replaced(String text) {
    var result = new StringBuilder();
    Matcher candidate = shape.matcher(text);
    int copied = 0;
    int from = 0;
    while (candidate.find(from)) {
      int end = endOfToken(text, candidate.start(), candidate.end());
      if (end < 0) {
        from = candidate.start() + 1; // the real one may begin inside what looked like one
      } else {
        result.append(text, copied, candidate.start()).append(JobReferences.TOKEN);
        copied = end;
        from = end;
      }
    }
    return result.append(text, copied, text.length()).toString();
  }

  /** Where a token that starts here ends, or -1: letters may follow it without a break. */
  private int endOfToken(String text, int start, int longest) {
    for (int end = Math.min(longest, start + LONGEST_TOKEN); end > start; end--) {
      String token = text.substring(start, end);
      if (!shape.matcher(token).matches()) {
        return -1;
      }
      if (ofUploader.test(token)) {
        return end;
      }
    }
    return -1;
  }

  private static boolean isEnv(Field field) {
    return field.name().equals("env");
  }

  private static boolean holdsSigned(Field step) {
    return isSigned(step)
        || step.get("steps").value().isArray()
            && step.get("steps").items().stream().anyMatch(BakedTokens::holdsSigned);
  }

  private static boolean isSigned(Field step) {
    return !step.get("signature").isAbsent();
  }
}
