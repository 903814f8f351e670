package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.AgentTokens;
import dev.bridle.organization.Cluster;
import dev.bridle.organization.Clusters;
import dev.bridle.organization.Queues;
import java.util.List;

/** Clusters, their queues, and the tokens that agents register with. */
public final class ClusterResource {
  private final Clusters clusters;
  private final Queues queues;
  private final AgentTokens tokens;
  private final Shapes shapes;

  public ClusterResource(Clusters clusters, Queues queues, AgentTokens tokens, Shapes shapes) {
    this.clusters = clusters;
    this.queues = queues;
    this.tokens = tokens;
    this.shapes = shapes;
  }

  public List<Route> routes(Guard guard) {
    String all = "/v2/organizations/{organization}/clusters";
    String one = all + "/{cluster}";
    return List.of(
        Route.get(all, guard.member(Scope.READ_CLUSTERS, this::list)),
        Route.get(one, guard.member(Scope.READ_CLUSTERS, this::show)),
        Route.get(one + "/queues", guard.member(Scope.READ_CLUSTERS, this::queues)),
        Route.post(one + "/queues", guard.administrator(Scope.WRITE_CLUSTERS, this::createQueue)),
        Route.get(one + "/queues/{queue}", guard.member(Scope.READ_CLUSTERS, this::queue)),
        Route.get(one + "/tokens", guard.administrator(Scope.READ_CLUSTERS, this::tokens)),
        Route.post(one + "/tokens", guard.administrator(Scope.WRITE_CLUSTERS, this::createToken)),
        Route.get(one + "/tokens/{id}", guard.administrator(Scope.READ_CLUSTERS, this::token)),
        Route.delete(
            one + "/tokens/{id}", guard.administrator(Scope.WRITE_CLUSTERS, this::revokeToken)));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    return Page.of(request)
        .of(
            clusters.list(who.organizationId()),
            cluster -> shapes.cluster(who.organizationSlug(), cluster),
            shapes.origin(),
            request);
  }

  private Reply show(Principal.ApiToken who, Request request) {
    return Reply.ok(shapes.cluster(who.organizationSlug(), cluster(who, request)));
  }

  private Reply queues(Principal.ApiToken who, Request request) {
    return Page.of(request)
        .of(
            clusters.queues(cluster(who, request).id()),
            queue -> shapes.queue(who.organizationSlug(), queue),
            shapes.origin(),
            request);
  }

  private Reply createQueue(Principal.ApiToken who, Request request) {
    var cluster = cluster(who, request);
    var made = queues.create(cluster, Fields.of(request).required("key"), Actors.of(who, request));
    return Reply.json(201, shapes.queue(who.organizationSlug(), made));
  }

  private Reply queue(Principal.ApiToken who, Request request) {
    return clusters
        .findQueueById(cluster(who, request).id(), request.parameter("queue"))
        .map(queue -> Reply.ok(shapes.queue(who.organizationSlug(), queue)))
        .orElseThrow(HttpError::notFound);
  }

  private Reply tokens(Principal.ApiToken who, Request request) {
    return Page.of(request)
        .of(
            tokens.list(cluster(who, request)),
            token -> shapes.agentToken(who.organizationSlug(), token),
            shapes.origin(),
            request);
  }

  private Reply token(Principal.ApiToken who, Request request) {
    return tokens
        .find(cluster(who, request), request.parameter("id"))
        .map(token -> Reply.ok(shapes.agentToken(who.organizationSlug(), token)))
        .orElseThrow(HttpError::notFound);
  }

  private Reply createToken(Principal.ApiToken who, Request request) {
    String description = Fields.of(request).text("description", "");
    var minted = tokens.create(cluster(who, request), description, Actors.of(who, request));
    var shape = shapes.agentToken(who.organizationSlug(), minted.token());
    shape.put("token", minted.value().reveal());
    return Reply.json(201, shape);
  }

  private Reply revokeToken(Principal.ApiToken who, Request request) {
    if (!tokens.revoke(cluster(who, request), request.parameter("id"), Actors.of(who, request))) {
      throw HttpError.notFound();
    }
    return Reply.empty(204);
  }

  private Cluster cluster(Principal.ApiToken who, Request request) {
    return clusters
        .find(who.organizationId(), request.parameter("cluster"))
        .orElseThrow(HttpError::notFound);
  }
}
