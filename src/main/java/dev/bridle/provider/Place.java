package dev.bridle.provider;

/**
 * Which connection of an organization is meant.
 *
 * @param fallback whether it is the one that calls take when the other one to the same provider
 *     can't serve them
 */
public record Place(String organizationId, String provider, boolean fallback) {
  /** The connection that calls take first. */
  public Place first() {
    return new Place(organizationId, provider, false);
  }

  /** How it is called in a sentence. */
  String spoken() {
    return (fallback ? "The fallback of " : "The provider ") + provider;
  }
}
