package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.ledger.Difference;
import dev.bridle.ledger.Findings;
import dev.bridle.ledger.Verification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Verifying an organization's ledger: for administrators. */
public final class LedgerResource {
  private static final Set<String> FIELDS = Set.of("rebuild");

  private final Verification verification;

  public LedgerResource(Verification verification) {
    this.verification = verification;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.post(
            "/v2/organizations/{organization}/ledger/verify",
            guard.administrator(Scope.READ_USAGE, this::verify)));
  }

  private Reply verify(Principal.ApiToken who, Request request) {
    boolean rebuild = rebuild(request.json());
    var found = verification.verify(who.organizationId());
    if (rebuild) {
      verification.rebuild(who.organizationId());
    }
    return Reply.ok(shape(found, rebuild));
  }

  private static boolean rebuild(JsonNode body) {
    for (String name : body.propertyNames()) {
      if (!FIELDS.contains(name)) {
        throw HttpError.unprocessable("There is no field '" + name + "' here.");
      }
    }
    JsonNode rebuild = body.path("rebuild");
    if (!rebuild.isMissingNode() && !rebuild.isBoolean()) {
      throw HttpError.unprocessable("rebuild must be true or false.");
    }
    return rebuild.asBoolean(false);
  }

  private static Map<String, Object> shape(List<Findings> found, boolean rebuilt) {
    long differences = found.stream().mapToLong(Findings::differences).sum();
    var shape = new LinkedHashMap<String, Object>();
    shape.put("ok", differences == 0);
    shape.put("differences", differences);
    shape.put("rebuilt", rebuilt);
    shape.put("checks", found.stream().map(LedgerResource::shape).toList());
    shape.put(
        "items",
        found.stream().flatMap(f -> f.kept().stream()).map(LedgerResource::shape).toList());
    return shape;
  }

  private static Map<String, Object> shape(Findings findings) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("check", findings.check());
    shape.put("checked", findings.checked());
    shape.put("skipped", findings.skipped());
    shape.put("differences", findings.differences());
    return shape;
  }

  private static Map<String, Object> shape(Difference difference) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("check", difference.check());
    shape.put("subject", difference.subject());
    shape.put("expected", difference.expected());
    shape.put("found", difference.found());
    return shape;
  }
}
