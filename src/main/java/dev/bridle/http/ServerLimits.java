package dev.bridle.http;

import java.time.Duration;

/**
 * What clients may take of a server.
 *
 * @param idle how long a connection may be silent while it is the client's turn: before a request,
 *     in its head, and between two pieces of its body
 * @param bodyBytes of requests at once in memory, of all clients together
 * @param events how streams of events go on
 */
public record ServerLimits(Duration idle, long bodyBytes, EventPace events) {
  /** Half of what this process may have: the other half is for everything else. */
  public static ServerLimits of(Duration idle) {
    return new ServerLimits(idle, Runtime.getRuntime().maxMemory() / 2, EventPace.USUAL);
  }
}
