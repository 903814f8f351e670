package dev.bridle.web.build;

import dev.bridle.build.BuildOverview;
import dev.bridle.build.Job;
import dev.bridle.ledger.UsageQueries;
import dev.bridle.web.Visitor;
import java.time.Instant;

/** Makes what stands above a job's log. */
record JobHeads(UsageQueries usage) {
  JobHead of(Visitor who, Found.Place place, Job job, BuildOverview overview, Instant now) {
    var used = usage.ofJob(place.build().id(), job.id());
    return JobHead.of(who, place, job, used, overview, now);
  }
}
