package dev.bridle.rest;

import dev.bridle.allowance.Budgets;
import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.ledger.Breakdown;
import dev.bridle.ledger.CallsPage;
import dev.bridle.ledger.Dimension;
import dev.bridle.ledger.Grain;
import dev.bridle.ledger.Series;
import dev.bridle.ledger.Totals;
import dev.bridle.ledger.UsagePanels;
import dev.bridle.ledger.UsageQueries;
import dev.bridle.organization.Members;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an organization's jobs used of models, over whole UTC days. */
public final class UsageResource {
  private static final String USAGE = "/v2/organizations/{organization}/usage";
  private static final int LINES = 10;
  private static final int MOST_LINES = 50;
  private static final int BUDGETS = 100;
  private static final int DAYS_OF_JOBS = 31;

  private final UsagePanels usage;
  private final Budgets budgets;
  private final Members members;

  public UsageResource(UsagePanels usage, Budgets budgets, Members members) {
    this.usage = usage;
    this.budgets = budgets;
    this.members = members;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.get(USAGE, guard.administrator(Scope.READ_USAGE, this::show)),
        Route.get(USAGE + ".csv", guard.administrator(Scope.READ_USAGE, this::export)),
        Route.get(USAGE + "/series", guard.administrator(Scope.READ_USAGE, this::series)),
        Route.get(USAGE + "/builds", guard.administrator(Scope.READ_USAGE, this::builds)),
        Route.get(USAGE + "/calls", guard.administrator(Scope.READ_USAGE, this::calls)),
        Route.get(USAGE + "/refused", guard.administrator(Scope.READ_USAGE, this::refused)),
        Route.get(USAGE + "/budgets", guard.administrator(Scope.READ_USAGE, this::budgets)));
  }

  private Reply show(Principal.ApiToken who, Request request) {
    var asked = UsageRequest.of(request, usage.today());
    String word = asked.groupBy("build", "job");
    var summary = usage.summary(who.organizationId(), asked.range(), asked.filter());
    var groups = groups(who.organizationId(), asked, word, summary.totals());
    var shape = UsageShapes.summary(summary);
    if (asked.is("previous")) {
      shape.put(
          "previous",
          UsageShapes.summary(
              usage.summary(who.organizationId(), asked.range().previous(), asked.filter())));
    }
    UsageShapes.addGroups(shape, groups);
    return Reply.ok(shape);
  }

  private Breakdown groups(String organizationId, UsageRequest asked, String word, Totals totals) {
    int perPage = asked.number("per_page", 100, UsageRequest.MOST_GROUPS);
    int page = asked.number("page", 1, UsageRequest.MOST_PAGES);
    return switch (word) {
      case "hour", "day", "month" -> periods(organizationId, asked, grain(word));
      case "build" -> dearest(organizationId, asked, perPage, totals);
      case "job" -> jobs(organizationId, asked, perPage);
      default ->
          usage.breakdown(
              organizationId,
              asked.range(),
              asked.filter(),
              Dimension.find(word).orElseThrow(),
              asked.order(),
              (page - 1) * perPage,
              perPage);
    };
  }

  /** Periods without a call are left out. */
  private Breakdown periods(String organizationId, UsageRequest asked, Grain grain) {
    Series series = series(organizationId, asked, grain, null, 0);
    List<Breakdown.Group> groups = new ArrayList<>();
    for (int i = 0; i < series.starts().size(); i++) {
      var totals = series.total().get(i);
      if (!totals.isNothing()) {
        groups.add(new Breakdown.Group(period(grain, series.starts().get(i)), totals));
      }
    }
    return Breakdown.of(series.sum(), groups, false);
  }

  private Breakdown dearest(String organizationId, UsageRequest asked, int atMost, Totals totals) {
    var found = usage.builds(organizationId, asked.range(), asked.filter(), atMost + 1);
    return Breakdown.of(
        totals,
        found.stream()
            .limit(atMost)
            .map(build ->
                new Breakdown.Group(build.pipelineSlug() + "/" + build.number(), build.totals()))
            .toList(),
        found.size() > atMost);
  }

  private Breakdown jobs(String organizationId, UsageRequest asked, int atMost) {
    if (asked.range().days() > DAYS_OF_JOBS) {
      throw HttpError.unprocessable("group_by=job takes at most " + DAYS_OF_JOBS + " days.");
    }
    return usage.jobs(organizationId, asked.range(), asked.filter(), atMost);
  }

  /** How a period is named: 2026-11-23T20, 2026-11-23 or 2026-11. */
  static String period(Grain grain, Instant start) {
    String text = start.atOffset(ZoneOffset.UTC).toLocalDateTime().toString();
    return text.substring(
        0,
        switch (grain) {
          case HOUR -> "2026-11-23T20".length();
          case DAY -> "2026-11-23".length();
          case MONTH -> "2026-11".length();
        });
  }

  private Series series(
      String organizationId, UsageRequest asked, Grain grain, @Nullable Dimension by, int lines) {
    if (grain == Grain.HOUR) {
      asked.requireHours(usage.hasHours(asked.range()));
    }
    return usage.series(
        organizationId, asked.range(), asked.filter(), grain, by, asked.order(), lines);
  }

  private static Grain grain(String word) {
    return Grain.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private Reply series(Principal.ApiToken who, Request request) {
    var asked = UsageRequest.of(request, usage.today());
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("from", asked.range().from().toString());
    shape.put("to", asked.range().to().toString());
    shape.putAll(
        UsageShapes.series(
            series(
                who.organizationId(),
                asked,
                asked.grain().orElseGet(() -> usage.grain(asked.range())),
                asked.lines().orElse(null),
                asked.number("lines", LINES, MOST_LINES))));
    return Reply.ok(shape);
  }

  private Reply builds(Principal.ApiToken who, Request request) {
    var asked = UsageRequest.of(request, usage.today());
    int perPage = asked.number("per_page", 50, UsageRequest.MOST_GROUPS);
    var found = usage.builds(who.organizationId(), asked.range(), asked.filter(), perPage + 1);
    var shape = new LinkedHashMap<String, Object>();
    shape.put("items", found.stream().limit(perPage).map(UsageShapes::build).toList());
    shape.put("more", found.size() > perPage);
    return Reply.ok(shape);
  }

  private Reply calls(Principal.ApiToken who, Request request) {
    var asked = UsageRequest.of(request, usage.today());
    var page =
        usage.calls(
            who.organizationId(),
            asked.range(),
            asked.filter(),
            request.query("build").orElse(null),
            request.query("before").map(UsageResource::place).orElse(null),
            asked.number("per_page", 100, UsageRequest.MOST_GROUPS));
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("items", page.calls().stream().map(ModelCallResource::shape).toList());
    shape.put("before", page.before() == null ? null : page.before().toString());
    return Reply.ok(shape);
  }

  private static CallsPage.Place place(String text) {
    var place = CallsPage.Place.find(text);
    if (place == null) {
      throw HttpError.badRequest("The cursor is not one that this server gave.");
    }
    return place;
  }

  private Reply refused(Principal.ApiToken who, Request request) {
    var asked = UsageRequest.of(request, usage.today());
    Grain grain = asked.grain().orElseGet(() -> usage.grain(asked.range()));
    if (grain == Grain.HOUR) {
      asked.requireHours(true);
    }
    var found = usage.refused(who.organizationId(), asked.range(), asked.filter(), grain);
    return Reply.ok(UsageShapes.refused(found));
  }

  private Reply budgets(Principal.ApiToken who, Request request) {
    var lines = budgets.lines(who.organizationId(), BUDGETS).lines();
    return Reply.ok(Map.of("items", lines.stream().map(UsageShapes::budget).toList()));
  }

  private Reply export(Principal.ApiToken who, Request request) {
    return csv(who.organizationId(), request);
  }

  /** What a request's query asks for, as a file. */
  public Reply csv(String organizationId, Request request) {
    var asked = UsageRequest.of(request, usage.today());
    String word = asked.groupBy("build", "call");
    if (word.equals("hour")) {
      asked.requireHours(usage.hasHours(asked.range()));
    }
    asked.order();
    return new UsageExport(usage, members, organizationId, asked).reply(word);
  }

  /** The sums of a build, by its id, as they stand on the build itself. */
  public static Function<String, Object> ofBuilds(UsageQueries queries) {
    return buildId -> UsageShapes.totals(queries.ofBuild(buildId));
  }
}
