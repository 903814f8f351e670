package dev.bridle.web.provider;

import dev.bridle.provider.Method;
import dev.bridle.provider.StoredConnection;
import java.util.Optional;

/**
 * What came of the act that led to a page.
 *
 * @param style the class of its box
 * @param sentence empty when nothing was done
 */
public record Notice(String style, String sentence) {
  private static final Notice NONE = new Notice("", "");

  /** Tells only what is still so: an address with a word in it proves nothing. */
  static Notice of(
      String done, Brand brand, StoredConnection stored, Optional<StoredConnection> fallback) {
    return switch (done) {
      case "connected" -> saved(brand, stored, brand.label() + " is connected.");
      case "rotated" -> saved(brand, stored, "The key was replaced.");
      case "added" -> saved(brand, stored, "The key was added.");
      case "enabled" -> success(stored.enabled(), "Jobs can call models again.");
      case "disabled" -> warning(!stored.enabled(), "Calls are refused from now on.");
      case "fallback" ->
          fallback.map(second -> saved(brand, second, "The fallback is saved.")).orElse(NONE);
      case "fallback-enabled" ->
          success(
              fallback.filter(StoredConnection::enabled).isPresent(),
              "The fallback takes calls again.");
      case "fallback-disabled" ->
          warning(
              fallback.filter(second -> !second.enabled()).isPresent(),
              "The fallback takes no calls from now on.");
      case "fallback-removed" -> success(fallback.isEmpty(), "The fallback is removed.");
      default -> NONE;
    };
  }

  static Notice ofRemoved(String key, StoredConnection stored) {
    boolean gone =
        !key.isEmpty() && stored.ownKeys().stream().noneMatch(one -> one.id().equals(key));
    return success(gone, "The key is no longer used.");
  }

  private static Notice success(boolean isSo, String sentence) {
    return isSo ? new Notice("success", sentence) : NONE;
  }

  private static Notice warning(boolean isSo, String sentence) {
    return isSo ? new Notice("warning", sentence) : NONE;
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
