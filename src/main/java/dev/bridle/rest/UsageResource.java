package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.ledger.GroupBy;
import dev.bridle.ledger.Totals;
import dev.bridle.ledger.UsageQueries;
import dev.bridle.ledger.UsageReport;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What an organization's jobs used of models, over whole UTC days. */
public final class UsageResource {
  /** The second is a name that other documents use for the same thing. */
  private static final Set<String> PRODUCTS = Set.of("hosted_models", "model_providers");

  private final UsageQueries queries;
  private final InstantSource clock;

  public UsageResource(UsageQueries queries, InstantSource clock) {
    this.queries = queries;
    this.clock = clock;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.get(
            "/v2/organizations/{organization}/usage",
            guard.administrator(Scope.READ_USAGE, this::show)));
  }

  private Reply show(Principal.ApiToken who, Request request) {
    String product = request.query("product").orElse("hosted_models");
    if (!PRODUCTS.contains(product)) {
      throw HttpError.unprocessable("product must be hosted_models, not '" + product + "'.");
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate to = day(request, "to").orElse(today.plusDays(1));
    LocalDate from = day(request, "from").orElse(to.minusDays(30));
    if (from.isAfter(to)) {
      throw HttpError.unprocessable("from must not be after to.");
    }
    return Reply.ok(shape(queries.usage(who.organizationId(), from, to, groupBy(request))));
  }

  private static GroupBy groupBy(Request request) {
    String word = request.query("group_by").orElse("day");
    return GroupBy.find(word)
        .orElseThrow(() ->
            HttpError.unprocessable(
                "group_by must be day, pipeline, build, job or model, not '" + word + "'."));
  }

  /** A day, or a moment whose UTC day is meant. */
  private static Optional<LocalDate> day(Request request, String name) {
    return request.query(name).map(text -> day(name, text));
  }

  private static LocalDate day(String name, String text) {
    try {
      LocalDate day =
          text.contains("T")
              ? LocalDate.ofInstant(Instant.parse(text), ZoneOffset.UTC)
              : LocalDate.parse(text);
      if (day.getYear() >= 2000 && day.getYear() < 10_000) {
        return day;
      }
    } catch (DateTimeException e) {
      // Told below, with what is out of range.
    }
    throw HttpError.unprocessable(name + " must be a day like 2026-11-23.");
  }

  private static Map<String, Object> shape(UsageReport report) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("from", report.from().toString());
    shape.put("to", report.to().toString());
    shape.put("totals", shape(report.totals()));
    shape.put("groups", report.groups().stream().map(UsageResource::shape).toList());
    return shape;
  }

  private static Map<String, Object> shape(UsageReport.Group group) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("key", group.key());
    shape.putAll(shape(group.totals()));
    return shape;
  }

  /** The sums of a build, by its id, as they stand on the build itself. */
  public static Function<String, Object> ofBuilds(UsageQueries queries) {
    return buildId -> shape(queries.ofBuild(buildId));
  }

  /** The sums as they stand in reports and on a build. */
  static Map<String, Object> shape(Totals totals) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("calls", totals.calls());
    shape.put("input_tokens", totals.inputTokens());
    shape.put("output_tokens", totals.outputTokens());
    shape.put("cache_read_input_tokens", totals.cacheReadTokens());
    shape.put("cache_creation_input_tokens", totals.cacheWriteTokens());
    shape.put("cost_usd", totals.cost().toString());
    shape.put("cost_at_most_usd", totals.costAtMost().toString());
    return shape;
  }
}
