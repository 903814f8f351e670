package dev.bridle.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bridle.auth.Token;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Stars in the place of our own tokens: a job may well have put its environment into a prompt. */
final class TokenMask {
  /** At the very end, a token may have been cut. */
  private static final Pattern TOKENS =
      Pattern.compile(Token.ANY.pattern() + "|brd[a-z]_[0-9A-Za-z]*\\z");

  private TokenMask() {}

  static Part masked(Part part) {
    var matcher = TOKENS.matcher(new String(part.bytes(), ISO_8859_1));
    if (!matcher.find()) {
      return part;
    }
    byte[] masked = part.bytes().clone();
    do {
      Arrays.fill(masked, matcher.start(), matcher.end(), (byte) '*');
    } while (matcher.find());
    return new Part(masked, part.truncated());
  }
}
