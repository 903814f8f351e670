package dev.bridle.auth;

import java.util.Set;

/** Who is calling, as the server's own records say. */
public sealed interface Principal {
  String organizationId();

  /** A person by way of an API token. */
  record ApiToken(
      String tokenId,
      String organizationId,
      String organizationSlug,
      String personId,
      String email,
      String name,
      Role role,
      Set<Scope> scopes)
      implements Principal {
    public ApiToken {
      scopes = Set.copyOf(scopes);
    }
  }

  /** Whoever holds a cluster's agent token: may register agents there. */
  record AgentToken(String tokenId, String organizationId, String clusterId) implements Principal {}

  /** A registered agent. */
  record Agent(String agentId, String organizationId, String clusterId, String queueId, String name)
      implements Principal {}

  /** A running job, by its own token or through the agent that runs it. */
  record Job(String jobId, String buildId, String agentId, String organizationId)
      implements Principal {}
}
