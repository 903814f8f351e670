package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.endStream;
import static dev.bridle.testing.FakeProvider.startStream;

import dev.bridle.testing.FakeProvider;

/** A chat with OpenAI as it is asked and answered. */
final class ChatTranscript {
  static final String ASK =
      "{\"model\":\"gpt-5-mini\",\"max_completion_tokens\":1000,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  static final String STREAMED = ASK.replace("{\"model", "{\"stream\":true,\"model");

  /** 176 tokens of input, 1,024 cached ones and 340 of output. */
  static final String USAGE =
      "{\"prompt_tokens\":1200,\"completion_tokens\":340,\"total_tokens\":1540,\"prompt_tokens_details\":{\"cached_tokens\":1024}}";

  static final String ANSWER =
      "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"model\":\"gpt-5-mini-2025-08-07\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},\"finish_reason\":\"stop\"}],\"usage\":"
          + USAGE
          + ",\"service_tier\":\"default\"}";

  static final String FIRST =
      "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-5-mini-2025-08-07\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Gr\u00fc\u00dfe\"},\"finish_reason\":null}],\"usage\":null}\n\n";
  static final String LAST =
      "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-5-mini-2025-08-07\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}\n\n";
  static final String TOLD =
      "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-5-mini-2025-08-07\",\"choices\":[],\"usage\":"
          + USAGE
          + "}\n\n";
  static final String DONE = "data: [DONE]\n\n";

  private ChatTranscript() {}

  /** A stream that comes in single bytes. */
  static FakeProvider.Behaviour inBytes(String text) {
    return (_, out) -> {
      startStream(out);
      for (int i = 0; i < text.length(); i++) {
        chunk(out, text.substring(i, i + 1));
      }
      endStream(out);
    };
  }

  static FakeProvider.Behaviour streaming(String... pieces) {
    return (_, out) -> {
      startStream(out);
      for (String piece : pieces) {
        chunk(out, piece);
      }
      endStream(out);
    };
  }
}
