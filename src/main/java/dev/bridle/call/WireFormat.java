package dev.bridle.call;

import dev.bridle.allowance.Allowance;
import dev.bridle.allowance.Standing;
import dev.bridle.http.Headers;
import dev.bridle.http.Reply;
import dev.bridle.provider.Anthropic;
import dev.bridle.provider.OpenAi;
import dev.bridle.provider.ProviderKind;
import java.time.Instant;
import java.util.Optional;

/**
 * How one provider's API looks to its clients. The flow of a call is the same for all of them; what
 * differs is here and in the {@link Operation}s.
 */
sealed interface WireFormat permits MessagesFormat, OpenAiFormat {
  static Optional<WireFormat> find(String provider) {
    return switch (provider) {
      case Anthropic.NAME -> Optional.of(MessagesFormat.INSTANCE);
      case OpenAi.NAME -> Optional.of(OpenAiFormat.INSTANCE);
      default -> Optional.empty();
    };
  }

  /** Of a connection's provider. */
  static WireFormat of(String provider) {
    return find(provider).orElseThrow();
  }

  /** For an answer to whoever asks for a provider that there is not. */
  static WireFormat closest(String provider) {
    return find(provider).orElse(MessagesFormat.INSTANCE);
  }

  ProviderKind kind();

  /** What an address means, or a {@link Refused}. */
  Endpoint endpoint(String method, String rest);

  /** What is offered, for the sentence to whoever asks for something else. */
  String offered();

  /** The header that switches betas on. */
  String betaHeader();

  /** The header that holds the id of a request in an answer. */
  String requestIdHeader();

  /** What the field is called that limits the output, in a sentence. */
  String outputLimit();

  /**
   * What is left of a rate, in the headers that SDKs know.
   *
   * @param what requests, or tokens
   */
  Headers rate(Rate what, Standing standing);

  /** What clients are told besides of a spent budget. */
  Headers budgetSpent(Allowance allowance, Instant resetsAt);

  Reply denial(Denials.Denial denial, String requestId);

  /** The event that ends a stream early. */
  byte[] lastEvent(String type, String code, String sentence);

  /** The event that says nothing but that the connection lives, where clients wait for one. */
  Optional<byte[]> ping();

  /** Which rates have headers. */
  enum Rate {
    REQUESTS,
    INPUT_TOKENS
  }
}
