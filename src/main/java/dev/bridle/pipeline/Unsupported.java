package dev.bridle.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Attributes that we cannot act on yet and must not pass over in silence, because what runs, where
 * it runs, or what is left of it would differ from what was asked for. Others are ignored.
 */
final class Unsupported {
  /** Attributes of command steps, and the values by which they ask for nothing. */
  private static final Map<String, Harmless> OF_COMMANDS =
      Map.ofEntries(
          Map.entry("allow_dependency_failure", Harmless.FALSE),
          Map.entry("artifact_paths", Harmless.BLANK),
          Map.entry("artifacts", Harmless.BLANK),
          Map.entry("branches", Harmless.BLANK),
          Map.entry("cancel_on_build_failing", Harmless.FALSE),
          Map.entry("checkout", Harmless.BLANK),
          Map.entry("concurrency", Harmless.BLANK),
          Map.entry("concurrency_group", Harmless.BLANK),
          Map.entry("depends_on", Harmless.NEVER), // even an empty one changes the order
          Map.entry("if", Harmless.BLANK),
          Map.entry("image", Harmless.BLANK),
          Map.entry("matrix", Harmless.BLANK),
          Map.entry("parallelism", Harmless.ONE),
          Map.entry("plugins", Harmless.BLANK),
          Map.entry("secrets", Harmless.BLANK),
          Map.entry("skip", Harmless.FALSE),
          Map.entry("soft_fail", Harmless.FALSE),
          Map.entry("timeout", Harmless.BLANK),
          Map.entry("timeout_in_minutes", Harmless.BLANK));

  private static final Set<String> OF_WAITS =
      Set.of("allow_dependency_failure", "branches", "depends_on", "if");

  private static final Set<String> OF_GROUPS =
      Set.of("allow_dependency_failure", "branches", "depends_on", "if", "skip");

  private static final List<String> OF_PIPELINES = List.of("checkout", "image", "secrets");

  private Unsupported() {}

  private enum Harmless {
    NEVER,
    BLANK,
    FALSE,
    ONE;

    boolean is(Field field) {
      return switch (this) {
        case NEVER -> false;
        case BLANK -> field.isBlank();
        case FALSE -> field.isBlank() || field.value().asString("").equals("false");
        case ONE -> field.isBlank() || field.value().asString("").equals("1");
      };
    }
  }

  static void refuseInPipeline(Field pipeline) {
    for (String name : OF_PIPELINES) {
      refuseUnless(Harmless.BLANK, pipeline.get(name));
    }
  }

  static void refuseInStep(Field step, StepType type, Origin origin) {
    if (!step.value().isObject()) {
      return;
    }
    for (Field field : step.entries()) {
      if (field.name().equals("if_changed") && origin == Origin.STORED) {
        throw field.fault("if_changed works only in pipelines that buildkite-agent uploads");
      }
      boolean concerned =
          switch (type) {
            case COMMAND -> true;
            case GROUP -> OF_GROUPS.contains(field.name());
            case WAIT, BLOCK, INPUT, TRIGGER -> OF_WAITS.contains(field.name());
          };
      Harmless harmless = OF_COMMANDS.get(field.name());
      if (concerned && harmless != null) {
        refuseUnless(harmless, field);
      }
    }
  }

  private static void refuseUnless(Harmless harmless, Field field) {
    if (!harmless.is(field)) {
      throw field.fault(field.name() + " is not supported yet");
    }
  }
}
