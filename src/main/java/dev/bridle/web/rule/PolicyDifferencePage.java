package dev.bridle.web.rule;

import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.policy.Policies;
import dev.bridle.policy.PolicyDifference;
import dev.bridle.policy.StoredPolicy;
import dev.bridle.web.Frame;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;

/** What is different between two versions of the policy. */
public final class PolicyDifferencePage {
  /** What the page shows. */
  public record View(
      StoredPolicy from, StoredPolicy to, PolicyDifference difference, String address) {}

  private final Site site;
  private final Policies policies;

  PolicyDifferencePage(Site site, Policies policies) {
    this.site = site;
    this.policies = policies;
  }

  Route route() {
    return Route.get(Place.POLICY.path() + "/difference", site.door().administrator(this::show));
  }

  private Reply show(Visitor who, Request request) {
    var from = PolicyVersions.asked(policies, who, request, "from");
    var to = PolicyVersions.asked(policies, who, request, "to");
    var view =
        new View(
            from,
            to,
            PolicyDifference.between(from.document(), to.document()),
            who.address(Place.POLICY));
    return site.pages()
        .page(
            who,
            Frame.Head.of("Difference of two versions", Place.POLICY),
            "rule/policy-difference.jte",
            view);
  }
}
