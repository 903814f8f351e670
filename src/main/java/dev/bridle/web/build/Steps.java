package dev.bridle.web.build;

import dev.bridle.build.Builds;
import dev.bridle.build.Job;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The jobs of builds, as pages list them. */
record Steps(Builds builds) {
  List<JobRow> rows(Found.Place place, Instant now) {
    return builds.jobs(place.build()).stream()
        .map(job -> JobRow.of(place.address(), job, now))
        .toList();
  }

  List<Section> sections(Found.Place place, List<JobRow> rows) {
    Map<String, String> labels = groupLabels(place);
    return Section.of(rows, id -> labels.getOrDefault(id, "Group"));
  }

  private Map<String, String> groupLabels(Found.Place place) {
    var labels = new HashMap<String, String>();
    for (Job job : builds.jobs(place.build())) {
      if (job.groupId() != null && job.groupKey() != null) {
        labels.put(job.groupId(), job.groupKey());
      }
    }
    return labels;
  }
}
