package dev.bridle.oidc;

import dev.bridle.auth.Device;
import java.util.Optional;

/**
 * A browser that the provider has sent back.
 *
 * @param errand with which it went, as its cookie says
 * @param code what the provider tells us more for; empty when it has let nobody in
 * @param issuer who says that it sends them, where it is said
 */
public record CameBack(
    Optional<Errand> errand, String state, String code, Optional<String> issuer, Device device) {
  /** Only the browser that went has both: the cookie, and the state that follows from it. */
  Optional<Errand> ownErrand() {
    return errand.filter(own -> own.hasState(state));
  }
}
