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
   * Asks the provider; false where it can't say.
   *
   * @param baseUrl null for the provider's own address
   */
  boolean verify(String provider, @Nullable String baseUrl, KeyHeader header, Secret key) {
    URI base = baseUrl == null ? operator.own(provider).url() : URI.create(baseUrl);
    return switch (upstreams.check(ProviderKind.of(provider), base, header, key)) {
      case Upstreams.Check.ACCEPTED -> true;
      case Upstreams.Check.UNCERTAIN -> false;
      case Upstreams.Check.REJECTED ->
          throw HttpError.unprocessable("The provider rejected this token; nothing was saved.");
      case Upstreams.Check.FORBIDDEN ->
          throw HttpError.unprocessable("base_url must not lead into a private network.");
    };
  }
}
