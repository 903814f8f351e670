package dev.bridle.provider;

import dev.bridle.http.Headers;
import java.util.List;
import java.util.Set;

/** OpenAI, and every endpoint that speaks its Chat Completions and Responses. */
public final class OpenAi {
  public static final String NAME = "openai";

  /** With a key of many projects, two of its headers would choose who pays. */
  public static final ProviderKind KIND =
      new ProviderKind(
          NAME,
          KeyHeader.BEARER,
          Headers.NONE,
          Set.of("openai-organization", "openai-project"),
          Set.of("openai-organization", "openai-project"),
          List.of("x-ratelimit-"));

  private OpenAi() {}
}
