package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.policy.Policies;
import dev.bridle.policy.PolicyDifference;
import dev.bridle.policy.StoredPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The versions of a policy: who stored which, what is different, and going back to one. */
public final class PolicyVersionResource {
  private static final String PATH = "/v2/organizations/{organization}/ai-policy";
  private static final int PAGE = 20;

  private final Policies policies;

  public PolicyVersionResource(Policies policies) {
    this.policies = policies;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.get(PATH + "/versions", guard.administrator(Scope.READ_AI_POLICY, this::list)),
        Route.get(PATH + "/difference", guard.administrator(Scope.READ_AI_POLICY, this::compare)),
        Route.post(PATH + "/restore", guard.administrator(Scope.WRITE_AI_POLICY, this::restore)));
  }

  static StoredPolicy version(Policies policies, Principal.ApiToken who, long version) {
    return policies
        .find(who.organizationId(), version)
        .orElseThrow(
            () -> new HttpError(404, "There is no version " + version + " of the policy."));
  }

  /** Newest first, each with what it changed of the one before. */
  private Reply list(Principal.ApiToken who, Request request) {
    long before = request.query("before").isEmpty() ? Long.MAX_VALUE : asked(request, "before");
    var all = new ArrayList<>(policies.list(who.organizationId(), before, PAGE + 1));
    boolean more = all.size() > PAGE;
    if (!more && before > 0) {
      all.add(version(policies, who, 0));
    }
    var shown = more ? all.subList(0, PAGE) : all;
    var items = new ArrayList<Map<String, @Nullable Object>>();
    for (int i = 0; i < shown.size(); i++) {
      items.add(item(shown.get(i), i + 1 < all.size() ? all.get(i + 1) : null));
    }
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("items", items);
    shape.put("before", more ? shown.getLast().version() : null);
    return Reply.ok(shape);
  }

  private static Map<String, @Nullable Object> item(
      StoredPolicy stored, @Nullable StoredPolicy previous) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("version", stored.version());
    shape.put("created_at", Times.iso(stored.createdAt()));
    shape.put("created_by", stored.createdBy());
    shape.put("rules", stored.document().rules().size());
    shape.put(
        "changes",
        previous == null
            ? null
            : names(PolicyDifference.between(previous.document(), stored.document())));
    return shape;
  }

  private static Map<String, Object> names(PolicyDifference difference) {
    var shape = new LinkedHashMap<String, Object>();
    for (String word : List.of("added", "changed", "removed")) {
      shape.put(
          word,
          difference.rules().stream()
              .filter(rule -> rule.word().equals(word))
              .map(PolicyDifference.OfRule::id)
              .toList());
    }
    shape.put("reordered", difference.reordered());
    return shape;
  }

  private Reply compare(Principal.ApiToken who, Request request) {
    var from = version(policies, who, asked(request, "from"));
    var to = version(policies, who, asked(request, "to"));
    var difference = PolicyDifference.between(from.document(), to.document());
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("from", from.version());
    shape.put("to", to.version());
    shape.put("rules", difference.rules().stream().map(PolicyVersionResource::rule).toList());
    shape.put("reordered", difference.reordered());
    return Reply.ok(shape);
  }

  private static Map<String, @Nullable Object> rule(PolicyDifference.OfRule rule) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("rule", rule.id());
    shape.put("change", rule.word());
    shape.put("keys", rule.keys());
    shape.put("before", rule.before());
    shape.put("after", rule.after());
    return shape;
  }

  private static long asked(Request request, String name) {
    String text = request.query(name).orElse("");
    if (!text.matches("[0-9]{1,18}")) {
      throw HttpError.badRequest("`" + name + "` must be the number of a version.");
    }
    return Long.parseLong(text);
  }

  private Reply restore(Principal.ApiToken who, Request request) {
    JsonNode body = request.json();
    if (!Set.of("version", "restore").equals(Set.copyOf(body.propertyNames()))) {
      throw HttpError.unprocessable(
          "Give `version`, the one that is replaced, and `restore`, the one to go back to.");
    }
    long version = number(body, "version");
    var earlier = version(policies, who, number(body, "restore"));
    return policies
        .restore(Actors.of(who, request), who.organizationId(), version, earlier)
        .map(stored -> Reply.ok(PolicyShapes.policy(stored)))
        .orElseThrow(() -> AiPolicyResource.conflict(policies, who, version));
  }

  private static long number(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw HttpError.unprocessable(name + " must be the number of a version.");
    }
    return value.longValue();
  }
}
