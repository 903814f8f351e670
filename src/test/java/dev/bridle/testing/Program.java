package dev.bridle.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A program from outside that some tests run; {@code tests/tools/install} brings those of ours. */
public enum Program {
  BUILDKITE_AGENT_3_50_4("buildkite-agent 3.50.4", "agents/3.50.4/buildkite-agent"),
  BUILDKITE_AGENT_3_78_0("buildkite-agent 3.78.0", "agents/3.78.0/buildkite-agent"),
  BUILDKITE_AGENT_3_137_0("buildkite-agent 3.137.0", "agents/3.137.0/buildkite-agent"),
  CLAUDE_CODE("claude", "bin/claude"),
  NPM_ANTHROPIC("@anthropic-ai/sdk from npm", "clients/npm-anthropic"),
  NPM_ANTHROPIC_0("@anthropic-ai/sdk 0.137 from npm", "clients/npm-anthropic-0"),
  NPM_AI_SDK("@ai-sdk/anthropic from npm", "clients/npm-ai-sdk"),
  PYPI_ANTHROPIC("anthropic from PyPI", "clients/pypi-anthropic"),
  PYPI_ANTHROPIC_0("anthropic 0.125 from PyPI", "clients/pypi-anthropic-0"),
  NPM_OPENAI("openai from npm", "clients/npm-openai"),
  PYPI_OPENAI("openai from PyPI", "clients/pypi-openai"),
  GO_ANTHROPIC("anthropic-sdk-go", "clients/go-anthropic"),
  MAVEN_ANTHROPIC("anthropic-java from Maven", "clients/maven-anthropic"),
  OIDC_PROVIDER("oidc-provider from npm", "oidc-provider/oidc-provider"),
  CHROMIUM("chromium"),
  GIT("git"),
  CURL("curl"),
  PRLIMIT("prlimit");

  private final String title;
  private final Optional<String> place;

  /** One that {@code tests/tools/install} puts into the folder of tools. */
  Program(String title, String place) {
    this.title = title;
    this.place = Optional.of(place);
  }

  /** One of the system's. */
  Program(String title) {
    this.title = title;
    this.place = Optional.empty();
  }

  public String title() {
    return title;
  }

  /** Where it is; an agent lies in a folder of its own, under the name that its jobs look for. */
  public Path path() {
    return find().orElseThrow(() -> new IllegalStateException(title + " is not installed"));
  }

  public Optional<Path> find() {
    return place
        .map(file -> Stream.of(tools().resolve(file)))
        .orElseGet(() -> folders().map(folder -> folder.resolve(title)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Path tools() {
    Map<String, String> variables = System.getenv();
    String folder = variables.getOrDefault("BRIDLE_TEST_TOOLS", "");
    return folder.isBlank()
        ? Path.of(variables.getOrDefault("HOME", "/root"), ".cache", "bridle", "tools")
        : Path.of(folder);
  }

  private static Stream<Path> folders() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(f -> !f.isBlank())
        .map(Path::of);
  }
}
