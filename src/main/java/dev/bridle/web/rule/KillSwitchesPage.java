package dev.bridle.web.rule;

import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.policy.InvalidDocument;
import dev.bridle.policy.KillSwitch;
import dev.bridle.policy.KillSwitches;
import dev.bridle.policy.NewKillSwitch;
import dev.bridle.provider.ProviderKind;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pager;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** Orders that stop calls at once: those in force, those that are over, and a new one. */
public final class KillSwitchesPage {
  /**
   * What the page shows.
   *
   * @param known some of what can be stopped
   */
  public record View(
      List<Line> inForce,
      List<Line> over,
      Pager pager,
      Typed typed,
      String address,
      String notice,
      List<Known> known) {}

  /**
   * One of them.
   *
   * @param what is stopped, in words
   * @param address where that is; empty for nowhere
   */
  public record Line(KillSwitch order, String what, String address) {}

  private static final Set<String> FIELDS = Set.of("level", "target", "reason", "ends_at");

  private static final int PAGE = 50;

  private final Site site;
  private final KillSwitches switches;
  private final KnownToStop known;
  private final InstantSource clock;

  KillSwitchesPage(Site site, KillSwitches switches, KnownToStop known, InstantSource clock) {
    this.site = site;
    this.switches = switches;
    this.known = known;
    this.clock = clock;
  }

  List<Route> routes() {
    String path = Place.KILL_SWITCHES.path();
    return List.of(
        Route.get(path, site.door().administrator(this::show)),
        Route.form(path, site.door().administrator(this::stop)),
        Route.form(path + "/{id}/end", site.door().administrator(this::end)));
  }

  /** Such as "Pipeline hello". */
  public static String what(KillSwitch order) {
    String level = order.level().word();
    String target = order.target();
    return target == null
        ? "All model calls"
        : level.substring(0, 1).toUpperCase(Locale.ROOT) + level.substring(1) + " " + target;
  }

  private Reply show(Visitor who, Request request) {
    String notice =
        switch (request.query("done").orElse("")) {
          case "stopped" -> stopped(who, request.query("order").orElse(""));
          case "ended" -> ended(who);
          default -> "";
        };
    return page(who, request, Typed.of(Map.of("level", "organization")), notice);
  }

  /** Tells only what is still so, and of which one. */
  private String stopped(Visitor who, String id) {
    var order = switches.find(who.organizationId(), id).filter(one -> one.inForce(clock.instant()));
    if (order.isEmpty()) {
      return "";
    }
    return known.isPriced(who.organizationId(), order.get())
        ? "Calls are stopped, also those that were under way."
        : "The kill switch is in force, but no model that has a price fits it. Check the name: calls to other models go on.";
  }

  private String ended(Visitor who) {
    return switches.list(who.organizationId()).isEmpty()
        ? "The kill switch is over: calls are judged by the policy again."
        : "The kill switch is over. Others are still in force: what they name stays stopped.";
  }

  private Reply stop(Visitor who, Request request) {
    var form = Form.of(request);
    try {
      var made = switches.create(who.actor(request), who.organizationId(), order(form));
      return Pages.seeOther(who.address(Place.KILL_SWITCHES) + "?done=stopped&order=" + made.id());
    } catch (InvalidDocument invalid) {
      return page(who, request, typed(form, invalid), "").withStatus(422);
    }
  }

  private NewKillSwitch order(Form form) {
    var json = JsonMapper.shared().createObjectNode();
    form.find("level").ifPresent(level -> json.put("level", level));
    // Also for the whole organization: whoever names one thing must not stop everything.
    form.find("target").ifPresent(target -> json.put("target", target));
    form.find("reason").ifPresent(reason -> json.put("reason", reason));
    form.find("ends_at").ifPresent(end -> json.put("ends_at", moment(end)));
    return NewKillSwitch.read(json, clock.instant(), ProviderKind.names());
  }

  /** A browser's field for times says no zone; the page says that it is UTC. */
  private static String moment(String typed) {
    if (typed.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d")) {
      return typed + ":00Z";
    }
    return typed.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d") ? typed + "Z" : typed;
  }

  private static Typed typed(Form form, InvalidDocument invalid) {
    var spot = invalid.spot();
    if (!FIELDS.contains(spot.key()) || spot.reason().isEmpty()) {
      return form.typed(invalid.sentence());
    }
    String reason = spot.reason();
    return new Typed(
        form.typed("").values(),
        Map.of(
            spot.key(),
            reason.substring(0, 1).toUpperCase(Locale.ROOT) + reason.substring(1) + "."),
        "");
  }

  private Reply end(Visitor who, Request request) {
    boolean known =
        switches.end(who.actor(request), who.organizationId(), request.parameter("id"))
            || switches.find(who.organizationId(), request.parameter("id")).isPresent();
    if (!known) {
      throw HttpError.notFound();
    }
    return Pages.seeOther(who.address(Place.KILL_SWITCHES) + "?done=ended");
  }

  private Reply page(Visitor who, Request request, Typed typed, String notice) {
    String organization = who.organizationId();
    String address = who.address(Place.KILL_SWITCHES);
    var pager = Pager.of(request, switches.countOver(organization), PAGE, address, Map.of());
    var inForce = switches.list(organization);
    var over = switches.over(organization, pager.skip(), PAGE);
    return site.pages()
        .page(
            who,
            Frame.Head.of("Kill Switches", Place.KILL_SWITCHES).with("waiting.js"),
            "rule/kill-switches.jte",
            new View(
                lines(who, inForce),
                lines(who, over),
                pager,
                typed,
                address,
                notice,
                known.of(organization)));
  }

  private List<Line> lines(Visitor who, List<KillSwitch> orders) {
    var jobs = switches.jobs(who.organizationId(), orders);
    return orders.stream()
        .map(order -> {
          var job = order.level() == KillSwitch.Level.JOB ? jobs.get(order.target()) : null;
          if (job == null) {
            return new Line(order, what(order), "");
          }
          String build =
              who.address(Place.PIPELINES)
                  + "/"
                  + job.pipelineSlug()
                  + "/builds/"
                  + job.buildNumber();
          return new Line(
              order,
              "Job %s, %s #%d".formatted(job.label(), job.pipelineSlug(), job.buildNumber()),
              build + "/jobs/" + order.target());
        })
        .toList();
  }
}
