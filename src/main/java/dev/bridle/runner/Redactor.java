package dev.bridle.runner;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Replaces secrets in a stream of bytes, also where one is split over several pieces: an end that
 * may be the beginning of a secret is held back until more is known.
 */
final class Redactor {
  private static final byte[] REDACTED = "[REDACTED]".getBytes(StandardCharsets.UTF_8);

  private final List<byte[]> secrets;
  private byte[] held = {};

  Redactor(List<String> secrets) {
    this.secrets =
        secrets.stream()
            .filter(s -> !s.isEmpty())
            .map(s -> s.getBytes(StandardCharsets.UTF_8))
            .toList();
  }

  /** The next bytes that may be shown. */
  byte[] next(byte[] bytes, int length) {
    var all = new byte[held.length + length];
    System.arraycopy(held, 0, all, 0, held.length);
    System.arraycopy(bytes, 0, all, held.length, length);
    var shown = new ByteArrayOutputStream(all.length);
    int at = 0;
    while (at < all.length) {
      int secret = secretAt(all, at);
      if (secret > 0) {
        shown.writeBytes(REDACTED);
        at += secret;
      } else if (mayBegin(all, at)) {
        break;
      } else {
        shown.write(all[at++]);
      }
    }
    held = java.util.Arrays.copyOfRange(all, at, all.length);
    return shown.toByteArray();
  }

  /** What was held back, once nothing follows. */
  byte[] rest() {
    byte[] rest = held;
    held = new byte[0];
    return rest;
  }

  private int secretAt(byte[] all, int at) {
    int longest = 0;
    for (byte[] secret : secrets) {
      if (secret.length > longest && agree(secret, all, at) == secret.length) {
        longest = secret.length;
      }
    }
    return longest;
  }

  private boolean mayBegin(byte[] all, int at) {
    for (byte[] secret : secrets) {
      if (agree(secret, all, at) == all.length - at) {
        return true;
      }
    }
    return false;
  }

  /** How many bytes a secret has in common with what stands at a place. */
  private static int agree(byte[] secret, byte[] all, int at) {
    int same = 0;
    while (same < secret.length && at + same < all.length && secret[same] == all[at + same]) {
      same++;
    }
    return same;
  }
}
