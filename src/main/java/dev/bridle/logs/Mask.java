package dev.bridle.logs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts asterisks, as many as there were bytes, over text that must not be kept.
 *
 * @param shape what such text looks like; ASCII only
 * @param longest how long it can be
 */
public record Mask(Pattern shape, int longest) {
  /** A copy of the bytes with all such text covered. */
  byte[] over(byte[] bytes) {
    Matcher found = shape.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    byte[] masked = bytes.clone();
    while (found.find()) {
      Arrays.fill(masked, found.start(), found.end(), (byte) '*');
    }
    return masked;
  }
}
