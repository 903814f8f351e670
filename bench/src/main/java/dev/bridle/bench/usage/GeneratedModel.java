package dev.bridle.bench.usage;

import java.util.List;

/** A model as generated calls ask it, through the connection that offers it. */
record GeneratedModel(
    String name, String connectionId, String provider, String method, long nanoPerToken) {
  static final List<GeneratedModel> ALL =
      List.of(
          new GeneratedModel("claude-sonnet-5-5", "connection-1", "anthropic", "hosted", 3_000),
          new GeneratedModel("claude-haiku-5-5", "connection-1", "anthropic", "hosted", 1_000),
          new GeneratedModel("claude-opus-5-5", "connection-2", "anthropic", "byo", 15_000),
          new GeneratedModel("gpt-6", "connection-3", "openai", "byo", 2_500),
          new GeneratedModel("gpt-6-mini", "connection-3", "openai", "byo", 400),
          new GeneratedModel("claude-sonnet-5", "connection-1", "anthropic", "hosted", 3_000));
}
