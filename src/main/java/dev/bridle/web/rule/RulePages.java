package dev.bridle.web.rule;

import dev.bridle.allowance.AllowanceTrial;
import dev.bridle.allowance.Allowances;
import dev.bridle.audit.AuditLog;
import dev.bridle.http.Route;
import dev.bridle.http.Turns;
import dev.bridle.policy.KillSwitches;
import dev.bridle.policy.Policies;
import dev.bridle.policy.PolicyTrial;
import dev.bridle.web.Site;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** All pages about allowances, policy, kill switches and the audit log. */
public final class RulePages {
  private final Site site;
  private final Turns turns;

  /**
   * @param turns for dry runs, shared with all others who run some
   */
  public RulePages(Site site, Turns turns) {
    this.site = site;
    this.turns = turns;
  }

  public List<Route> ofAllowances(Allowances allowances, AllowanceTrial trial) {
    return Stream.of(
            List.of(new AllowancesPage(site, allowances).route()),
            new NewAllowancePage(site, allowances, trial, turns).routes(),
            new AllowancePage(site, allowances, trial, turns).routes())
        .flatMap(List::stream)
        .toList();
  }

  public List<Route> ofPolicy(Policies policies, PolicyTrial trial) {
    return Stream.of(
            List.of(new PolicyPage(site, policies).route()),
            new PolicyEditPage(site, policies, trial, turns).routes(),
            List.of(new PolicyVersionsPage(site, policies).route()),
            List.of(new PolicyDifferencePage(site, policies).route()),
            new PolicyRestorePage(site, policies, trial, turns).routes())
        .flatMap(List::stream)
        .toList();
  }

  public List<Route> ofKillSwitches(KillSwitches switches, KnownToStop known, InstantSource clock) {
    return new KillSwitchesPage(site, switches, known, clock).routes();
  }

  public List<Route> ofAudit(
      AuditLog audit, AuditLogPage.Download csv, AuditLogPage.Download jsonLines) {
    return new AuditLogPage(site, audit, csv, jsonLines).routes();
  }
}
