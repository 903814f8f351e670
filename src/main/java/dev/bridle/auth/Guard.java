package dev.bridle.auth;

import dev.bridle.http.Guarded;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.store.Database;
import java.time.InstantSource;

/**
 * Makes handlers that know who is calling. A route can't be written without saying who may call it,
 * and the word in the route table is the check that runs.
 */
public final class Guard {
  /** Answers a request of someone who was recognised. */
  @FunctionalInterface
  public interface As<P extends Principal> {
    Reply handle(P who, Request request) throws Exception;
  }

  private final Credentials credentials;

  public Guard(Database database, InstantSource clock) {
    this.credentials = new Credentials(database, clock);
  }

  /** Whoever has a valid API token, whatever its scopes. */
  public Guarded anyToken(As<Principal.ApiToken> handler) {
    return new Guarded(
        "TOKEN",
        request -> handler.handle(credentials.apiToken(Credentials.presented(request)), request));
  }

  /** Any member of the organization in the path whose token has the scope. */
  public Guarded member(Scope scope, As<Principal.ApiToken> handler) {
    return new Guarded("MEMBER", request -> handler.handle(caller(scope, request), request));
  }

  /** Administrators of the organization in the path only. */
  public Guarded administrator(Scope scope, As<Principal.ApiToken> handler) {
    return new Guarded(
        "ADMIN",
        request -> {
          var caller = caller(scope, request);
          if (caller.role() != Role.ADMIN) {
            throw new HttpError(403, "Only administrators of this organization may do that.");
          }
          return handler.handle(caller, request);
        });
  }

  private Principal.ApiToken caller(Scope scope, Request request) {
    var caller = credentials.apiToken(Credentials.presented(request));
    String asked = request.parameters().getOrDefault("organization", caller.organizationSlug());
    if (!asked.equals(caller.organizationSlug())) {
      // As if it did not exist: a token tells nothing about other organizations.
      throw HttpError.notFound();
    }
    if (!caller.scopes().contains(scope)) {
      throw new HttpError(
          403, "Forbidden: this token is missing the scope `" + scope.word() + "`.");
    }
    return caller;
  }

  /** Whoever holds a cluster's agent token. */
  public Guarded agentToken(As<Principal.AgentToken> handler) {
    return new Guarded(
        "AGENTTOKEN",
        request -> handler.handle(credentials.agentToken(Credentials.presented(request)), request));
  }

  /** A registered agent. */
  public Guarded agent(As<Principal.Agent> handler) {
    return new Guarded(
        "AGENT",
        request -> handler.handle(credentials.agent(Credentials.presented(request)), request));
  }

  /** The job that the path's {@code {job}} names, by its token or through its agent. */
  public Guarded job(As<Principal.Job> handler) {
    return new Guarded(
        "JOB",
        request ->
            handler.handle(
                credentials.job(Credentials.presented(request), request.parameter("job")),
                request));
  }

  /** A job that acts on its own build, which the path's {@code {build}} names. */
  public Guarded jobOfBuild(As<Principal.Job> handler) {
    return new Guarded(
        "JOB",
        request -> {
          var job = credentials.ownJob(Credentials.presented(request));
          if (!job.buildId().equals(request.parameter("build"))) {
            throw HttpError.notFound();
          }
          return handler.handle(job, request);
        });
  }
}
