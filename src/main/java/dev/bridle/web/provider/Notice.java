package dev.bridle.web.provider;

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
  private static final String NOT_SAID =
      " could not be asked, or did not say whether it accepts it.";

  /**
   * Tells only what is still so: an address with a word in it proves nothing.
   *
   * @param hosted what the address says of the operator's key
   */
  static Notice of(
      String done,
      String hosted,
      Brand brand,
      StoredConnection stored,
      Optional<StoredConnection> fallback) {
    return switch (done) {
      case "connected" -> saved(brand, stored, hosted, brand.label() + " is connected.");
      case "rotated" -> saved(brand, stored, hosted, "The key was replaced.");
      case "added" -> saved(brand, stored, hosted, "The key was added.");
      case "enabled" -> success(stored.enabled(), "Jobs can call models again.");
      case "disabled" -> warning(!stored.enabled(), "Calls are refused from now on.");
      case "fallback" ->
          fallback
              .map(second -> saved(brand, second, hosted, "The fallback is saved."))
              .orElse(NONE);
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

  private static Notice saved(Brand brand, StoredConnection stored, String hosted, String what) {
    return switch (stored.method()) {
      case SANDBOX -> new Notice("success", what);
      case HOSTED -> hosted.isEmpty() ? new Notice("success", what) : ofHosted(brand, hosted, what);
      case BYO ->
          stored.verified()
              ? verified(brand, what, "The key")
              : new Notice(
                  "warning",
                  what + " The key was saved, but not verified: " + brand.label() + NOT_SAID);
    };
  }

  private static Notice ofHosted(Brand brand, String hosted, String what) {
    return hosted.equals(HostedKey.VERIFIED)
        ? verified(brand, what, "The operator's key")
        : new Notice(
            "warning", what + " The operator's key was not verified: " + brand.label() + NOT_SAID);
  }

  private static Notice verified(Brand brand, String what, String key) {
    return new Notice(
        "success", what + " " + key + " was verified: " + brand.label() + " accepts it.");
  }
}
