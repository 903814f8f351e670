package dev.bridle.call;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object that decide what it is or what it may cost. None may stand there twice:
 * the provider could read the other one.
 */
final class DecidingFields {
  static final int TYPE = 1;
  static final int SOURCE = 1 << 1;
  static final int FILE_ID = 1 << 2;
  static final int CACHE_CONTROL = 1 << 3;
  static final int TTL = 1 << 4;
  static final int MAX_USES = 1 << 5;
  static final int ALLOWED_CALLERS = 1 << 6;
  static final int CITATIONS = 1 << 7;
  static final int ENABLED = 1 << 8;

  private static final Set<String> NAMES =
      Set.of(
          "type",
          "source",
          "file_id",
          "cache_control",
          "ttl",
          "max_uses",
          "allowed_callers",
          "citations",
          "enabled");

  private static final long BAD_NUMBER = -1;

  private final @Nullable Set<String> all;
  private int seen;
  private String type = "";
  private boolean typeIsText = true;
  private @Nullable String sourceType;
  private int sourceBytes;
  private boolean fileId;
  private boolean shortLived = true;
  private @Nullable Long maxUses;
  private boolean onlyDirect;
  private boolean off;

  private DecidingFields(@Nullable Set<String> all) {
    this.all = all;
  }

  static DecidingFields ofAny() {
    return new DecidingFields(null);
  }

  /**
   * For an object in which no field at all may stand twice, and those that decide not in other
   * letters.
   */
  static DecidingFields strict(Set<String> empty) {
    return new DecidingFields(empty);
  }

  void see(String name) {
    if (all == null) {
      return;
    }
    Spelling.require(name, NAMES);
    if (!all.add(name)) {
      throw twice(name);
    }
  }

  void once(int field, String name) {
    if ((seen & field) != 0) {
      throw twice(name);
    }
    seen |= field;
  }

  private static Refused twice(String name) {
    return Refused.badBody(
        "The field '" + Scalars.shown(name) + "' stands twice in one object of the request.");
  }

  void type(String text) {
    type = text;
  }

  void typeIsNoText() {
    typeIsText = false;
  }

  void source(DecidingFields source, int bytes) {
    sourceType = source.type;
    sourceBytes = bytes;
  }

  void fileId() {
    fileId = true;
  }

  void longLived() {
    shortLived = false;
  }

  void maxUses(long uses) {
    maxUses = uses;
  }

  void badMaxUses() {
    maxUses = BAD_NUMBER;
  }

  void onlyDirect(boolean value) {
    onlyDirect = value;
  }

  void off() {
    off = true;
  }

  String type() {
    return type;
  }

  /** Checks what must be right in a tool before it is judged. */
  DecidingFields asTool() {
    if (!typeIsText
        || type.length() > Scalars.LONGEST_NAME
        || type.indexOf('\0') >= 0
        || !Scalars.isUnicode(type)) {
      throw Refused.badBody("The field 'type' of a tool must be a short string.");
    }
    if (maxUses != null && maxUses == BAD_NUMBER) {
      throw Refused.badBody(
          "The field 'max_uses' must be a whole number between 0 and " + Integer.MAX_VALUE + ".");
    }
    return this;
  }

  /** The type of the object in {@code source}, empty without one; null without such an object. */
  @Nullable String sourceType() {
    return sourceType;
  }

  int sourceBytes() {
    return sourceBytes;
  }

  boolean hasFileId() {
    return fileId;
  }

  boolean isShortLived() {
    return shortLived;
  }

  @Nullable Long maxUses() {
    return maxUses;
  }

  boolean onlyDirect() {
    return onlyDirect;
  }

  boolean isOff() {
    return off;
  }
}
