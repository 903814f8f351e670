package dev.bridle.build;

import java.util.List;
import java.util.Map;

/**
 * A build with all that its page shows at first.
 *
 * @param jobs in their order, earlier attempts before later ones
 * @param agents the names of the agents that have or had them, by id
 */
public record BuildOverview(
    Build build,
    List<BuildChange.OfJob> jobs,
    Map<String, Group> groups,
    Map<String, String> agents) {
  public BuildOverview {
    jobs = List.copyOf(jobs);
    groups = Map.copyOf(groups);
    agents = Map.copyOf(agents);
  }
}
