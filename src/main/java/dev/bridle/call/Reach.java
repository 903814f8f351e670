package dev.bridle.call;

import dev.bridle.auth.JobIdentity;
import dev.bridle.provider.Connection;
import dev.bridle.provider.Upstreams;

/**
 * A job, the connection of its organization, and the way to the provider.
 *
 * @param keyRejected to be told when the provider rejects the connection's key
 */
record Reach(JobIdentity job, Connection connection, Upstreams.Way way, Runnable keyRejected) {
  WireFormat format() {
    return WireFormat.of(connection.provider());
  }
}
