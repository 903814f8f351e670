package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.JobIdentity;
import dev.bridle.auth.JobTokens;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.policy.Ask;
import dev.bridle.policy.AskJson;
import dev.bridle.policy.CompiledPolicy;
import dev.bridle.policy.DescribedJob;
import dev.bridle.policy.InvalidDocument;
import dev.bridle.policy.Policies;
import dev.bridle.policy.PolicyDocument;
import dev.bridle.policy.StoredPolicy;
import dev.bridle.price.Model;
import dev.bridle.provider.PriceBooks;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reading, changing and trying an organization's policy: for administrators. */
public final class AiPolicyResource {
  private static final String PATH = "/v2/organizations/{organization}/ai-policy";
  private static final Set<String> EXPLAIN_KEYS = Set.of("job", "claims", "call", "policy");

  private final Policies policies;
  private final PriceBooks books;
  private final InstantSource clock;
  private final JobTokens jobs;

  public AiPolicyResource(
      Policies policies, JobTokens jobs, PriceBooks books, InstantSource clock) {
    this.clock = clock;
    this.books = books;
    this.policies = policies;
    this.jobs = jobs;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.get(PATH, guard.administrator(Scope.READ_AI_POLICY, this::show)),
        Route.put(PATH, guard.administrator(Scope.WRITE_AI_POLICY, this::replace)),
        Route.post(PATH + "/explain", guard.administrator(Scope.READ_AI_POLICY, this::explain)));
  }

  private Reply show(Principal.ApiToken who, Request request) {
    var version = request.query("version");
    return Reply.ok(
        PolicyShapes.policy(
            version.isEmpty() ? policies.get(who.organizationId()) : version(who, version.get())));
  }

  private StoredPolicy version(Principal.ApiToken who, String version) {
    if (!version.matches("[0-9]{1,18}")) {
      throw HttpError.badRequest("version must be a whole number.");
    }
    return PolicyVersionResource.version(policies, who, Long.parseLong(version));
  }

  private Reply replace(Principal.ApiToken who, Request request) {
    // For its checks of the body as such; the document reads the bytes itself, more strictly.
    var _ = request.json();
    var document = checked(() -> PolicyDocument.read(request.body()));
    long version =
        document
            .version()
            .orElseThrow(() ->
                HttpError.unprocessable(
                    "The policy: `version` must be given: the version that this document replaces."));
    return policies
        .replace(Actors.of(who, request), who.organizationId(), version, document)
        .map(stored -> Reply.ok(PolicyShapes.policy(stored)))
        .orElseThrow(() -> conflict(policies, who, version));
  }

  static HttpError conflict(Policies policies, Principal.ApiToken who, long version) {
    return new HttpError(
        409,
        "Version %d of the policy is not the newest one; that is version %d."
            .formatted(version, policies.get(who.organizationId()).version()));
  }

  private Reply explain(Principal.ApiToken who, Request request) {
    JsonNode body = request.json();
    for (String name : body.propertyNames()) {
      if (!EXPLAIN_KEYS.contains(name)) {
        throw HttpError.unprocessable("There is no field '" + name + "' here.");
      }
    }
    return checked(() -> {
      var ask = named(who, AskJson.read(body.path("call")));
      return Reply.ok(PolicyShapes.trace(policy(who, body).trace(job(who, body), ask)));
    });
  }

  /** The one in force, or one that is only being tried. */
  private CompiledPolicy policy(Principal.ApiToken who, JsonNode body) {
    if (body.has("policy")) {
      return PolicyDocument.of(body.path("policy")).compiled(0);
    }
    return policies.find(who.organizationId()).join();
  }

  private JobIdentity job(Principal.ApiToken who, JsonNode body) {
    if (body.has("job") == body.has("claims")) {
      throw HttpError.unprocessable("Give either `job`, the id of a job, or `claims`.");
    }
    if (body.has("claims")) {
      return DescribedJob.read(who.organizationId(), who.organizationSlug(), body.path("claims"));
    }
    return jobs.find(body.path("job").asString(""))
        .filter(job -> job.organizationId().equals(who.organizationId()))
        .orElseThrow(() -> new HttpError(404, "There is no such job."));
  }

  /** What reads a document. */
  @FunctionalInterface
  interface Reading<T> {
    T read();
  }

  static <T> T checked(Reading<T> reading) {
    try {
      return reading.read();
    } catch (InvalidDocument e) {
      throw HttpError.unprocessable(e.sentence());
    }
  }

  /** As a real call is judged: a retired model as what replaces it, an alias as its id. */
  private Ask named(Principal.ApiToken who, Ask ask) {
    var book = books.of(who.organizationId()).join();
    String model = book.successorOf(ask.model(), clock.instant()).orElse(ask.model());
    return ask.about(model, book.modelOf(model).map(Model::id).orElse(model));
  }
}
