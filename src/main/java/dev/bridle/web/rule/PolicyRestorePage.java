package dev.bridle.web.rule;

import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.http.Turns;
import dev.bridle.policy.Policies;
import dev.bridle.policy.PolicyDifference;
import dev.bridle.policy.PolicyTrial;
import dev.bridle.policy.StoredPolicy;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.time.Duration;
import java.util.List;

/** Where one goes back to an earlier version, after seeing what that would do. */
public final class PolicyRestorePage {
  /** What the page shows. */
  public record View(
      StoredPolicy now,
      StoredPolicy earlier,
      PolicyDifference difference,
      DryRunPanel dryRun,
      boolean overtaken,
      String address) {}

  private static final String PATH = Place.POLICY.path() + "/restore";
  private static final String DRY_RUN = "/dry-run";
  private static final Duration TIME = Duration.ofDays(7);

  private final Site site;
  private final Policies policies;
  private final PolicyTrial trial;
  private final Turns turns;

  PolicyRestorePage(Site site, Policies policies, PolicyTrial trial, Turns turns) {
    this.site = site;
    this.policies = policies;
    this.trial = trial;
    this.turns = turns;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, site.door().administrator(this::show)),
        Route.get(PATH + DRY_RUN, site.door().administrator(this::tried)),
        Route.form(PATH, site.door().administrator(this::restore)));
  }

  private Reply show(Visitor who, Request request) {
    var earlier = PolicyVersions.asked(policies, who, request, "version");
    return page(who, earlier, toMake(who, earlier, false), false);
  }

  /**
   * What going back would have refused: a piece of the page, or all of it for who has no scripts.
   */
  private Reply tried(Visitor who, Request request) {
    var earlier = PolicyVersions.asked(policies, who, request, "version");
    var dryRun = dryRun(who, earlier);
    return request.header("HX-Request").isPresent()
        ? site.pages().part("rule/dry-run-panel.jte", dryRun)
        : page(who, earlier, dryRun, false);
  }

  private Reply restore(Visitor who, Request request) {
    var form = Form.of(request);
    var earlier = PolicyVersions.get(policies, who, number(form, "restore"));
    return policies
        .restore(who.actor(request), who.organizationId(), number(form, "version"), earlier)
        .map(stored -> Pages.seeOther(who.address(Place.POLICY) + "?done=" + stored.version()))
        .orElseGet(() -> page(who, earlier, toMake(who, earlier, false), true).withStatus(409));
  }

  private static long number(Form form, String name) {
    return PolicyVersions.number(form.text(name)).orElseThrow(HttpError::notFound);
  }

  private Reply page(Visitor who, StoredPolicy earlier, DryRunPanel dryRun, boolean overtaken) {
    var now = policies.get(who.organizationId());
    var view =
        new View(
            now,
            earlier,
            PolicyDifference.between(now.document(), earlier.document()),
            dryRun,
            overtaken,
            who.address(Place.POLICY));
    return site.pages()
        .page(
            who,
            Frame.Head.of("Go back to version " + earlier.version(), Place.POLICY)
                .with("panel.js", "waiting.js"),
            "rule/policy-restore.jte",
            view);
  }

  private static DryRunPanel toMake(Visitor who, StoredPolicy earlier, boolean busy) {
    String address = who.address(Place.POLICY) + "/restore" + DRY_RUN;
    return new DryRunPanel.ToMake(address + "?version=" + earlier.version(), busy);
  }

  private DryRunPanel dryRun(Visitor who, StoredPolicy earlier) {
    try {
      var compiled = earlier.document().compiled(earlier.version());
      var report = turns.take(() -> trial.run(who.organizationId(), compiled, TIME));
      return new DryRunPanel.Made(DryRun.of(who, report));
    } catch (HttpError error) {
      if (!Tried.isBusy(error)) {
        throw error;
      }
      return toMake(who, earlier, true);
    }
  }
}
