package dev.bridle.fleet;

import dev.bridle.config.Secret;
import java.util.List;

/** What became of a registration. */
public sealed interface Registered {
  /** The agent as the server knows it, and the token that only it has. */
  record Agent(String id, String name, Secret session, List<String> tags) implements Registered {}

  /** No queue of the cluster has the key that the agent's tags name. */
  record UnknownQueue(String key) implements Registered {}
}
