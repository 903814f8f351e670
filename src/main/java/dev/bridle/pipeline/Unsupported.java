package dev.bridle.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Attributes that we cannot act on yet and must not pass over in silence, because what runs, where
 * it runs, or what is left of it would differ from what was asked for. Others are ignored.
 */
final class Unsupported {
  private static final Predicate<Field> NEVER = field -> false;
  private static final Predicate<Field> BLANK = Field::isBlank;
  private static final Predicate<Field> FALSE =
      field -> field.isBlank() || field.value().asString("").equals("false");
  private static final Predicate<Field> ONE =
      field -> field.isBlank() || field.value().asString("").equals("1");

  /** Attributes of command steps with the values by which they ask for nothing. */
  private static final Map<String, Predicate<Field>> OF_COMMANDS =
      Map.ofEntries(
          Map.entry("allow_dependency_failure", FALSE),
          Map.entry("artifact_paths", BLANK),
          Map.entry("artifacts", BLANK),
          Map.entry("branches", BLANK),
          Map.entry("cancel_on_build_failing", FALSE),
          Map.entry("checkout", BLANK),
          Map.entry("concurrency", BLANK),
          Map.entry("concurrency_group", BLANK),
          Map.entry("depends_on", NEVER), // even an empty one changes the order
          Map.entry("if", BLANK),
          Map.entry("image", BLANK),
          Map.entry("matrix", BLANK),
          Map.entry("parallelism", ONE),
          Map.entry("plugins", BLANK),
          Map.entry("secrets", BLANK),
          Map.entry("skip", FALSE),
          Map.entry("soft_fail", FALSE),
          Map.entry("timeout", BLANK),
          Map.entry("timeout_in_minutes", BLANK));

  private static final Set<String> OF_WAITS =
      Set.of("allow_dependency_failure", "branches", "depends_on", "if");

  private static final List<String> OF_PIPELINES = List.of("checkout", "image", "secrets");

  private Unsupported() {}

  static void refuseInPipeline(Field pipeline) {
    OF_PIPELINES.stream().map(pipeline::get).filter(BLANK.negate()).forEach(Unsupported::refuse);
  }

  static void refuseInStep(Field step, StepType type, Origin origin) {
    for (Field field : step.entries()) {
      if (field.name().equals("if_changed") && origin == Origin.STORED) {
        throw field.fault("if_changed works only in pipelines that buildkite-agent uploads");
      }
      boolean concerned = type == StepType.COMMAND || OF_WAITS.contains(field.name());
      Predicate<Field> asksForNothing = OF_COMMANDS.get(field.name());
      if (concerned && asksForNothing != null && !asksForNothing.test(field)) {
        refuse(field);
      }
    }
  }

  private static void refuse(Field field) {
    throw field.fault(field.name() + " is not supported yet");
  }
}
