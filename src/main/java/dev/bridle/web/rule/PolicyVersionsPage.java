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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** All versions of the policy: who stored which, and what each changed. */
public final class PolicyVersionsPage {
  /** One version. */
  public record Line(StoredPolicy policy, String changes, boolean inForce) {}

  /**
   * What the page shows.
   *
   * @param older before which version the next page begins
   */
  public record View(List<Line> lines, OptionalLong older, String address) {
    /** Whether these are the newest; without the one in force they are not. */
    public boolean isFirst() {
      return lines.stream().anyMatch(Line::inForce);
    }

    /** After which version the page before begins. */
    public OptionalLong newer() {
      return isFirst() || lines.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(lines.getFirst().policy.version());
    }
  }

  private static final int PAGE = 20;

  private final Site site;
  private final Policies policies;

  PolicyVersionsPage(Site site, Policies policies) {
    this.site = site;
    this.policies = policies;
  }

  Route route() {
    return Route.get(Place.POLICY.path() + "/versions", site.door().administrator(this::show));
  }

  private Reply show(Visitor who, Request request) {
    long newest = policies.get(who.organizationId()).version();
    long before = before(who, request);
    var all = new ArrayList<>(policies.list(who.organizationId(), before, PAGE + 1));
    boolean more = all.size() > PAGE;
    if (!more && before > 0) {
      all.add(PolicyVersions.get(policies, who, 0));
    }
    var lines = new ArrayList<Line>();
    for (int i = 0; i < Math.min(PAGE, all.size()) || (!more && i < all.size()); i++) {
      var policy = all.get(i);
      String changes = i + 1 < all.size() ? changes(all.get(i + 1), policy) : "";
      lines.add(new Line(policy, changes, policy.version() == newest));
    }
    var older = more ? OptionalLong.of(lines.getLast().policy.version()) : OptionalLong.empty();
    return site.pages()
        .page(
            who,
            Frame.Head.of("Versions of the AI policy", Place.POLICY),
            "rule/policy-versions.jte",
            new View(lines, older, who.address(Place.POLICY)));
  }

  /** Before which version the page begins. */
  private long before(Visitor who, Request request) {
    var after = request.query("after").flatMap(PolicyVersions::number);
    return after.isPresent()
        ? policies.after(who.organizationId(), after.get(), PAGE + 1).orElse(Long.MAX_VALUE)
        : request.query("before").flatMap(PolicyVersions::number).orElse(Long.MAX_VALUE);
  }

  /** Such as "changed fork-builds; removed old-rule". */
  private static String changes(StoredPolicy before, StoredPolicy after) {
    var difference = PolicyDifference.between(before.document(), after.document());
    String rules =
        difference.rules().stream()
            .collect(
                Collectors.groupingBy(
                    PolicyDifference.OfRule::word,
                    java.util.TreeMap::new,
                    Collectors.mapping(PolicyDifference.OfRule::id, Collectors.joining(", "))))
            .entrySet()
            .stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining("; "));
    if (difference.reordered()) {
      return rules.isEmpty() ? "another order of rules" : rules + "; another order of rules";
    }
    return rules.isEmpty() ? "nothing" : rules;
  }
}
