package dev.bridle.web.provider;

import dev.bridle.provider.Method;
import dev.bridle.provider.StoredConnection;

/**
 * What came of the act that led to a page.
 *
 * @param style the class of its box
 * @param sentence empty when nothing was done
 */
public record Notice(String style, String sentence) {
  private static final Notice NONE = new Notice("", "");

  /** Tells only what is still so: an address with a word in it proves nothing. */
  static Notice of(String done, Brand brand, StoredConnection stored) {
    return switch (done) {
      case "connected" -> saved(brand, stored, brand.label() + " is connected.");
      case "rotated" -> saved(brand, stored, "The key was replaced.");
      case "added" -> saved(brand, stored, "The key was added.");
      case "removed" -> new Notice("success", "The key is no longer used.");
      case "fallback" -> new Notice("success", "The fallback is saved.");
      case "enabled" ->
          stored.enabled() ? new Notice("success", "Jobs can call models again.") : NONE;
      case "disabled" ->
          stored.enabled() ? NONE : new Notice("warning", "Calls are refused from now on.");
      default -> NONE;
    };
  }

  private static Notice saved(Brand brand, StoredConnection stored, String what) {
    if (stored.method() != Method.BYO) {
      return new Notice("success", what);
    }
    return stored.verified()
        ? new Notice("success", what + " The key was verified: " + brand.label() + " accepts it.")
        : new Notice(
            "warning",
            what
                + " The key was saved, but not verified: "
                + brand.label()
                + " could not be asked, or did not say whether it accepts it.");
  }
}
