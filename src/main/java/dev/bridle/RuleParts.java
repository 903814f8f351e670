package dev.bridle;

import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Guard;
import dev.bridle.auth.JobTokens;
import dev.bridle.build.Pipelines;
import dev.bridle.http.Route;
import dev.bridle.http.Turns;
import dev.bridle.ledger.PastAsks;
import dev.bridle.policy.KillSwitches;
import dev.bridle.policy.Policies;
import dev.bridle.policy.PolicyTrial;
import dev.bridle.provider.PriceBooks;
import dev.bridle.rest.AiPolicyResource;
import dev.bridle.rest.AuditExport;
import dev.bridle.rest.DryRuns;
import dev.bridle.rest.KillSwitchResource;
import dev.bridle.rest.PolicyTrialResource;
import dev.bridle.rest.PolicyVersionResource;
import dev.bridle.rest.Shapes;
import dev.bridle.store.Database;
import dev.bridle.web.Site;
import dev.bridle.web.rule.KnownToStop;
import dev.bridle.web.rule.RulePages;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The rules that calls of models are judged by, put together: policies and kill switches. */
final class RuleParts {
  /** How many dry runs there are at once. */
  private static final int DRY_RUNS = 2;

  private final AuditLog audit;
  private final JobTokens tokens;
  private final PriceBooks books;
  private final InstantSource clock;
  private final Policies policies;
  private final KillSwitches killSwitches;
  private final PolicyTrial trial;
  private final KnownToStop known;
  private final Turns turns =
      new Turns(DRY_RUNS, "Other dry runs are under way; try again in a few seconds.");

  RuleParts(
      Database database, AuditLog audit, JobTokens tokens, PriceBooks books, InstantSource clock) {
    this.audit = audit;
    this.tokens = tokens;
    this.books = books;
    this.clock = clock;
    policies = new Policies(database, audit, clock);
    killSwitches = new KillSwitches(database, audit, clock);
    known = new KnownToStop(new Pipelines(database, audit, clock), books, clock);
    trial = new PolicyTrial(new PastAsks(database), tokens, clock);
  }

  Policies policies() {
    return policies;
  }

  KillSwitches killSwitches() {
    return killSwitches;
  }

  DryRuns dryRuns(Shapes shapes) {
    return new DryRuns(shapes, turns);
  }

  RulePages pages(Site site) {
    return new RulePages(site, turns);
  }

  /** For administrators. */
  List<Route> routes(Guard guard, Site site, Shapes shapes) {
    var pages = pages(site);
    var export = new AuditExport(audit, shapes);
    return Stream.of(
            new AiPolicyResource(policies, tokens, books, clock).routes(guard),
            new PolicyVersionResource(policies).routes(guard),
            new PolicyTrialResource(policies, trial, dryRuns(shapes)).routes(guard),
            new KillSwitchResource(killSwitches, clock, shapes.origin()).routes(guard),
            pages.ofPolicy(policies, trial),
            pages.ofKillSwitches(killSwitches, known, clock),
            pages.ofAudit(audit, export::csv, export::jsonLines))
        .flatMap(List::stream)
        .toList();
  }
}
