package dev.bridle.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips a test whose program is missing and notes the program, or fails the test. */
final class MissingPrograms implements ExecutionCondition {
  /** Read by {@code ./bridle test}, which prints the names as its last line. */
  private static final Path NOTES = Path.of("target", "missing-programs.txt");

  private final boolean required;
  private final Path notes;

  /** For JUnit. */
  MissingPrograms() {
    this("true".equals(System.getenv("CI")), NOTES);
  }

  MissingPrograms(boolean required, Path notes) {
    this.required = required;
    this.notes = notes;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return judge(
        AnnotationSupport.findAnnotation(context.getElement(), Needs.class).stream()
            .flatMap(needs -> Arrays.stream(needs.value()))
            .filter(program -> program.find().isEmpty())
            .map(Program::title)
            .toList());
  }

  ConditionEvaluationResult judge(List<String> missing) {
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("every program is there");
    }
    String sentence =
        "Not run because a program is missing: "
            + String.join(", ", missing)
            + " (tests/tools/install brings those that are not the system's)";
    if (required) {
      throw new IllegalStateException(sentence);
    }
    note(missing);
    return ConditionEvaluationResult.disabled(sentence);
  }

  private void note(List<String> missing) {
    try {
      Files.createDirectories(notes.toAbsolutePath().getParent());
      Files.writeString(
          notes,
          missing.stream().map(name -> name + "\n").collect(Collectors.joining()),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
