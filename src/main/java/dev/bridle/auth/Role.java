package dev.bridle.auth;

/** What a person is in an organization. */
public enum Role {
  ADMIN,
  MEMBER;

  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  public static Role of(String word) {
    return valueOf(word.toUpperCase(java.util.Locale.ROOT));
  }
}
