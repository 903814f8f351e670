package dev.bridle.condition;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as a test gives them. */
record TestValues(Map<String, Object> variables, Map<String, String> environment)
    implements Values {
  static final TestValues BUILD =
      new TestValues(
          Map.of(
              "build.branch", "feature/login",
              "build.number", 12L,
              "build.state", "passed",
              "build.message", "Fix [skip ai]\nand more",
              "build.source", "webhook",
              "build.creator.teams", java.util.List.of("core", "ops"),
              "build.pull_request.draft", true,
              "pipeline.slug", "web",
              "pipeline.default_branch", "main"),
          Map.of(
              "FOO", "bar", "EMPTY", "", "LONG", "abcdefgh", "BUILDKITE_BRANCH", "feature/login"));

  @Override
  public @Nullable Object variable(String name) {
    return variables.get(name);
  }

  @Override
  public @Nullable String env(String name) {
    return environment.get(name);
  }
}
