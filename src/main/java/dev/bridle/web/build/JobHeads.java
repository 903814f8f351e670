package dev.bridle.web.build;

import dev.bridle.build.BuildOverview;
import dev.bridle.build.Job;
import dev.bridle.build.Retries;
import dev.bridle.ledger.UsageQueries;
import dev.bridle.web.Visitor;
import java.time.Instant;

/** Makes what stands above a job's log. */
record JobHeads(UsageQueries usage, Retries retries) {
  JobHead of(Visitor who, Found.Place place, Job job, BuildOverview overview, Instant now) {
    var used = usage.ofJob(place.build().id(), job.id());
    var hindrance = retries.hindrance(place.build(), job).orElse(null);
    return JobHead.of(who, place, job, used, hindrance, overview, now);
  }
}
