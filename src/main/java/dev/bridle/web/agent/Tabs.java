package dev.bridle.web.agent;

import dev.bridle.organization.Cluster;
import dev.bridle.web.Visitor;

/**
 * What stands above each page of a cluster.
 *
 * @param address of the cluster's own page
 * @param at which tab is shown
 * @param administrator whether tokens are this visitor's business
 */
public record Tabs(Cluster cluster, String address, Tab at, boolean administrator) {
  /** The pages of a cluster. */
  public enum Tab {
    AGENTS,
    QUEUES,
    TOKENS
  }

  static Tabs of(Visitor who, Cluster cluster, Tab at) {
    return new Tabs(
        cluster, FoundCluster.address(who, cluster), at, who.membership().isAdministrator());
  }

  /** What a browser is told of a tab: whether it is the one that is shown. */
  public String current(Tab tab) {
    return tab == at ? "page" : "false";
  }
}
