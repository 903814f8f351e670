package dev.bridle.provider;

import dev.bridle.config.Secret;
import dev.bridle.http.HttpError;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Whether a key may be saved: by its form, and by what the provider says of it. */
final class KeyCheck {
  private final Operator operator;
  private final Upstreams upstreams;

  KeyCheck(Operator operator, Upstreams upstreams) {
    this.operator = operator;
    this.upstreams = upstreams;
  }

  static Secret sound(Secret token) {
    String text = token.reveal();
    boolean printable = text.chars().allMatch(c -> c > ' ' && c < 127);
    if (text.isEmpty() || text.length() > 4096 || !printable) {
      throw HttpError.unprocessable("token must be 1 to 4096 printable characters without spaces.");
    }
    return token;
  }

  /**
   * Asks the provider, or ends with a 422 when it doesn't take the key.
   *
   * @param baseUrl null for the provider's own address
   */
  KeyVerdict verify(String provider, @Nullable String baseUrl, KeyHeader header, Secret key) {
    URI base = baseUrl == null ? operator.own(provider).url() : URI.create(baseUrl);
    return switch (upstreams.check(ProviderKind.of(provider), base, header, key)) {
      case Heard.Answered(var answer) -> verdict(answer.status());
      case Heard.Nothing(var why) ->
          new KeyVerdict(
              false, "The provider could not be asked whether it takes the key: " + why + ".");
      case Heard.Forbidden _ ->
          throw HttpError.unprocessable("base_url must not lead into a private network.");
    };
  }

  private static KeyVerdict verdict(int status) {
    return switch (status) {
      case 200 -> new KeyVerdict(true, "The provider takes the key.");
      case 401, 403 ->
          throw HttpError.unprocessable("The provider rejected this token; nothing was saved.");
      default ->
          new KeyVerdict(
              false,
              "The provider answered "
                  + status
                  + " when it was asked for its models, which doesn't tell whether it takes the key.");
    };
  }
}
