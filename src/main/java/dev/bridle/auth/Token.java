package dev.bridle.auth;

import dev.bridle.config.Secret;
import dev.bridle.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A freshly minted token: its value, to be shown once, and the hash that is kept.
 *
 * <p>A value is its kind's prefix, 32 characters of 190 random bits, and 6 characters of checksum
 * over both: a mistyped or made-up value is refused without asking the database.
 */
public record Token(Secret value, String hash) {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /** What the prefix of every kind begins with. */
  private static final String FAMILY = "brd";

  private static final int RANDOM_LENGTH = 32;
  private static final int CHECK_LENGTH = 6;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** How long the text of a job token is. */
  public static final int JOB_TOKEN_LENGTH =
      TokenKind.JOB.prefix().length() + RANDOM_LENGTH + CHECK_LENGTH;

  /** Finds the text of job tokens within other text. */
  public static final Pattern JOB_TOKENS =
      Pattern.compile(
          TokenKind.JOB.prefix() + "[0-9A-Za-z]{" + (RANDOM_LENGTH + CHECK_LENGTH) + "}");

  /** Finds the text of any token of ours within other text. */
  public static final Pattern ANY =
      Pattern.compile(FAMILY + "[a-z]_[0-9A-Za-z]{" + (RANDOM_LENGTH + CHECK_LENGTH) + "}");

  /** Whether a token of ours stands anywhere in a text. */
  public static boolean isWithin(String text) {
    return text.contains(FAMILY) && ANY.matcher(text).find();
  }

  public static Token mint(TokenKind kind) {
    var text = new StringBuilder(kind.prefix());
    for (int i = 0; i < RANDOM_LENGTH; i++) {
      text.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
    }
    text.append(checksum(text.toString()));
    return new Token(new Secret(text.toString()), hash(text.toString()));
  }

  public static boolean wellFormed(TokenKind kind, String text) {
    int body = kind.prefix().length() + RANDOM_LENGTH;
    return text.startsWith(kind.prefix())
        && text.length() == body + CHECK_LENGTH
        && checksum(text.substring(0, body)).equals(text.substring(body));
  }

  private static String checksum(String text) {
    var crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    var check = new StringBuilder();
    long rest = crc.getValue();
    for (int i = 0; i < CHECK_LENGTH; i++) {
      check.append(DIGITS.charAt((int) (rest % DIGITS.length())));
      rest /= DIGITS.length();
    }
    return check.reverse().toString();
  }

  /** The SHA-256 of a value, in hexadecimal: the only thing that is stored of it. */
  public static String hash(String value) {
    return Sha256.of(value);
  }
}
