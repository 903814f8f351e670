package dev.bridle.web.rule;

import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.policy.Policies;
import dev.bridle.policy.StoredPolicy;
import dev.bridle.web.Frame;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.util.List;

/** The policy that is in force. */
public final class PolicyPage {
  /** What the page shows. */
  public record View(
      StoredPolicy policy, List<RuleLine> rules, String text, String address, boolean stored) {}

  private final Site site;
  private final Policies policies;

  PolicyPage(Site site, Policies policies) {
    this.site = site;
    this.policies = policies;
  }

  Route route() {
    return Route.get(Place.POLICY.path(), site.door().administrator(this::show));
  }

  private Reply show(Visitor who, Request request) {
    var policy = policies.get(who.organizationId());
    boolean stored =
        request.query("done").filter(String.valueOf(policy.version())::equals).isPresent();
    var view =
        new View(
            policy,
            RuleLine.of(policy.document()),
            PolicyText.of(policy.document()),
            who.address(Place.POLICY),
            stored);
    return site.pages()
        .page(who, Frame.Head.of("AI Policy", Place.POLICY), "rule/policy.jte", view);
  }
}
