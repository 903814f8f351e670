package dev.bridle.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bridle.audit.Actor;
import dev.bridle.auth.Device;
import dev.bridle.organization.Vouching;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells the audit log whom the provider's word did not let in. Anyone can be refused as often as
 * they like: what follows from the same machine is told once, and so many are told at most.
 */
final class Refusals {
  static final Duration LATELY = Duration.ofMinutes(15);
  static final int AT_MOST = 200;
  private static final int LONGEST = 200;

  private final OidcSettings settings;
  private final Vouching vouching;
  private final Cache<String, Boolean> told;

  Refusals(OidcSettings settings, Vouching vouching, InstantSource clock) {
    this.settings = settings;
    this.vouching = vouching;
    this.told =
        Caffeine.newBuilder()
            .expireAfterWrite(LATELY)
            .ticker(() -> clock.millis() * 1_000_000)
            .build();
  }

  /** Of someone of whom nothing is known that could be believed. */
  void tell(Why why, Device device) {
    tell(why, "", "", device);
  }

  /** Of someone whom the provider has named. */
  void tell(Why why, Claims claims, Device device) {
    tell(why, claims.text("sub"), claims.text("email"), device);
  }

  private void tell(Why why, String subject, String email, Device device) {
    if (!isNew(why.word() + " " + device.ipAddress() + " " + subject)) {
      return;
    }
    var said = new LinkedHashMap<String, String>();
    said.put("by", settings.name());
    said.put("reason", why.word());
    putShort(said, "subject", subject);
    putShort(said, "email", email);
    var by = new Actor("GUEST", null, null, device.ipAddress(), device.userAgent());
    vouching.refused(said, settings.organization(), by);
  }

  private synchronized boolean isNew(String refusal) {
    told.cleanUp();
    return told.estimatedSize() < AT_MOST && told.asMap().putIfAbsent(refusal, true) == null;
  }

  private static void putShort(Map<String, String> said, String field, String text) {
    if (!text.isEmpty()) {
      said.put(field, text.substring(0, Math.min(LONGEST, text.length())));
    }
  }
}
