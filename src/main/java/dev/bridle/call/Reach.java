package dev.bridle.call;

import dev.bridle.auth.JobIdentity;
import dev.bridle.price.PriceBook;
import dev.bridle.provider.Connection;
import dev.bridle.provider.ProviderKey;
import dev.bridle.provider.Upstreams;
import java.time.Instant;
import java.util.Optional;

/**
 * A job, the connection of its organization, and the way to the provider.
 *
 * @param key the key that goes with what is sent that way; none for the sandbox
 */
record Reach(JobIdentity job, Connection connection, Optional<ProviderKey> key, Upstreams.Way way) {
  /** A request as it goes this way. */
  Rewrite rewritten(ModelRequest request, PriceBook prices, Instant now) {
    return request.rewritten(connection.models(), connection.rewrites(), prices, now);
  }

  WireFormat format() {
    return WireFormat.of(connection.provider());
  }
}
