package dev.bridle.web.agent;

import dev.bridle.http.HttpError;
import dev.bridle.http.Request;
import dev.bridle.organization.Cluster;
import dev.bridle.organization.Clusters;
import dev.bridle.web.Place;
import dev.bridle.web.Visitor;

/** The cluster that an address names. */
record FoundCluster(Clusters clusters) {
  static final String PATH = Place.AGENTS.path() + "/{cluster}";

  Cluster of(Visitor who, Request request) {
    return clusters
        .find(who.organizationId(), request.parameter("cluster"))
        .orElseThrow(HttpError::notFound);
  }

  /** The address of a cluster's page. */
  static String address(Visitor who, Cluster cluster) {
    return who.address(Place.AGENTS) + "/" + cluster.id();
  }
}
