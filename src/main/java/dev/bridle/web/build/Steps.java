package dev.bridle.web.build;

import dev.bridle.build.BuildOverview;
import dev.bridle.build.BuildOverviews;
import dev.bridle.build.Group;
import dev.bridle.http.HttpError;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The jobs of builds, as pages list them. */
record Steps(BuildOverviews overviews) {
  /** The jobs of one build in their order, and the names of its groups. */
  record OfBuild(List<JobRow> rows, BuildOverview overview) {
    List<Section> sections(List<JobRow> shown) {
      return Section.of(shown, this::groupLabel);
    }

    private String groupLabel(String id) {
      Group group = overview.groups().get(id);
      String label = group == null ? null : group.label() == null ? group.key() : group.label();
      return Objects.requireNonNullElse(label, "Group");
    }
  }

  OfBuild of(Found.Place place, Instant now) {
    var overview =
        overviews
            .find(place.pipeline().id(), place.build().number())
            .orElseThrow(HttpError::notFound);
    var rows = overview.jobs().stream().map(job -> JobRow.of(place.address(), job, now)).toList();
    return new OfBuild(rows, overview);
  }
}
