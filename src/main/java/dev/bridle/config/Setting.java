package dev.bridle.config;

import java.util.Locale;

/**
 * One thing an operator can set: {@code --some-key}, {@code BRIDLE_SOME_KEY} and {@code some-key=}
 * are the same setting. A secret has no flag and no line in the file: it comes from {@code
 * BRIDLE_SOME_KEY} or from the file that {@code BRIDLE_SOME_KEY_FILE} names.
 */
public record Setting(String key, String fallback, String doc, Kind kind) {
  /** Where a setting may stand. */
  public enum Kind {
    PLAIN,
    SECRET
  }

  public static Setting plain(String key, String fallback, String doc) {
    return new Setting(key, fallback, doc, Kind.PLAIN);
  }

  public static Setting secret(String key, String doc) {
    return new Setting(key, "", doc, Kind.SECRET);
  }

  public String flag() {
    return "--" + key;
  }

  public String variable() {
    return "BRIDLE_" + key.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
