package dev.bridle.rest;

import dev.bridle.allowance.Repriced;
import dev.bridle.allowance.Repricing;
import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Bringing an organization's past calls to its prices of now: for administrators. */
public final class RepricingResource {
  private static final Set<String> FIELDS = Set.of("from", "to", "dry_run");
  private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private final Repricing repricing;

  public RepricingResource(Repricing repricing) {
    this.repricing = repricing;
  }

  /** It moves money by the prices, so it asks for what changing them asks for. */
  public List<Route> routes(Guard guard) {
    return List.of(
        Route.post(
            "/v2/organizations/{organization}/ledger/reprice",
            guard.administrator(Scope.WRITE_MODEL_PROVIDERS, this::reprice)));
  }

  private Reply reprice(Principal.ApiToken who, Request request) {
    JsonNode body = request.json();
    for (String name : body.propertyNames()) {
      if (!FIELDS.contains(name)) {
        throw HttpError.unprocessable("There is no field '" + name + "' here.");
      }
    }
    Instant from = moment(body, "from");
    Instant to = moment(body, "to");
    if (!from.isBefore(to)) {
      throw HttpError.unprocessable("from must be before to.");
    }
    boolean dryRun = dryRun(body);
    String organization = who.organizationId();
    var found =
        dryRun
            ? repricing.look(organization, from, to)
            : repricing.run(Actors.of(who, request), organization, from, to);
    return Reply.ok(shape(found, dryRun));
  }

  /** A moment, or the beginning of a UTC day. */
  private static Instant moment(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (value.isString()) {
      try {
        String text = value.stringValue();
        Instant moment =
            text.contains("T")
                ? Instant.parse(text)
                : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        if (!moment.isBefore(FIRST) && !moment.isAfter(LAST)) {
          return moment;
        }
      } catch (DateTimeException e) {
        // Told below, with what is out of range.
      }
    }
    throw HttpError.unprocessable(
        name + " must be a moment like 2026-11-23T20:15:00Z, or a day like 2026-11-23.");
  }

  private static boolean dryRun(JsonNode body) {
    JsonNode dryRun = body.path("dry_run");
    if (!dryRun.isMissingNode() && !dryRun.isBoolean()) {
      throw HttpError.unprocessable("dry_run must be true or false.");
    }
    return dryRun.asBoolean(false);
  }

  private static Map<String, Object> shape(Repriced found, boolean dryRun) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("dry_run", dryRun);
    shape.put("price_version", found.priceVersion());
    shape.put("calls", found.calls());
    shape.put("corrected", found.corrected());
    shape.put("skipped", found.skipped());
    shape.put("difference_usd", found.difference().toString());
    return shape;
  }
}
