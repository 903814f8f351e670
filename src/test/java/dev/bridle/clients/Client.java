package dev.bridle.clients;

import dev.bridle.testing.Program;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A program that asks models, in one of the formats that it speaks. */
record Client(Program program, Format format) {
  /** Those of the Messages format that are libraries. */
  static final List<Client> MESSAGES =
      Stream.of(
              Program.NPM_ANTHROPIC,
              Program.NPM_ANTHROPIC_0,
              Program.NPM_AI_SDK,
              Program.PYPI_ANTHROPIC,
              Program.PYPI_ANTHROPIC_0,
              Program.GO_ANTHROPIC,
              Program.MAVEN_ANTHROPIC)
          .map(program -> new Client(program, Format.MESSAGES))
          .toList();

  /** OpenAI's own. */
  static final List<Client> OPENAI =
      Stream.of(Program.NPM_OPENAI, Program.PYPI_OPENAI)
          .flatMap(program -> Stream.of(Format.CHAT, Format.RESPONSES).map(in(program)))
          .toList();

  /** What a job has that has no library. */
  static final List<Client> CURL =
      Stream.of(Format.values()).map(format -> new Client(Program.CURL, format)).toList();

  static final List<Client> ALL = Stream.of(MESSAGES, OPENAI, CURL).flatMap(List::stream).toList();

  /** It has rules of its own. */
  static final Client CLAUDE_CODE = new Client(Program.CLAUDE_CODE, Format.MESSAGES);

  static final List<Client> EVERY = Stream.concat(ALL.stream(), Stream.of(CLAUDE_CODE)).toList();

  /** All that speak a format and have no rules of their own. */
  static List<Client> of(Format format) {
    return ALL.stream().filter(client -> client.format == format).toList();
  }

  private static Function<Format, Client> in(Program program) {
    return format -> new Client(program, format);
  }

  /** Asks once more by itself, if it is told nothing else. */
  boolean asksAgain() {
    return program != Program.CURL;
  }

  ModelClient start() {
    return switch (program) {
      case CURL -> new Curl(format);
      case CLAUDE_CODE -> new ClaudeCode();
      default -> new ClientProgram(program);
    };
  }

  @Override
  public String toString() {
    return program.title() + " with " + format;
  }
}
