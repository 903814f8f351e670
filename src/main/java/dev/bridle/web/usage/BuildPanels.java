package dev.bridle.web.usage;

import dev.bridle.ledger.Breakdown;
import dev.bridle.ledger.UsageOfBuild;
import dev.bridle.ledger.UsagePanels;
import dev.bridle.ledger.UsageSummary;
import dev.bridle.web.Visitor;
import java.util.Optional;

/** Makes the parts of the page of one build, but for its single calls. */
record BuildPanels(UsagePanels usage, Visitor who, Asked asked, String buildId) {
  Panel figures() {
    long refused =
        usage
            .refusals()
            .reasons(who.organizationId(), asked.range(), asked.filter(), buildId)
            .values()
            .stream()
            .mapToLong(Long::longValue)
            .sum();
    return FiguresPanel.of(new UsageSummary(asked.range(), ofBuild().totals(), refused));
  }

  Panel breakdown() {
    var ofBuild = ofBuild();
    var jobs = ofBuild.jobs(BuildPanel.MOST);
    var ids = jobs.groups().stream().map(Breakdown.Group::key).toList();
    return BuildPanel.of(
        ofBuild.models(BuildPanel.MOST), jobs, ofBuild.steps(ids), pageOfJobs(), asked);
  }

  Panel refused() {
    var refusals = usage.refusals();
    String id = who.organizationId();
    return RefusedPanel.of(
        refusals.reasons(id, asked.range(), asked.filter(), buildId),
        refusals.older(id, asked.range(), asked.filter(), buildId, null, RefusedPanel.NEWEST),
        "",
        who);
  }

  private Optional<String> pageOfJobs() {
    return usage
        .placeOfBuild(who.organizationId(), buildId)
        .map(place -> BreakdownPanel.page(who, place.pipelineSlug(), place.number()) + "/jobs");
  }

  private UsageOfBuild ofBuild() {
    return usage.ofBuild(who.organizationId(), buildId, asked.range(), asked.filter());
  }
}
