package dev.bridle.web.usage;

import dev.bridle.build.Build;
import dev.bridle.build.Builds;
import dev.bridle.build.Pipelines;
import dev.bridle.ledger.UsagePanels;
import java.util.Optional;
import java.util.regex.Pattern;

/** Builds as people call them: "analysis #12". */
record NamedBuilds(Pipelines pipelines, Builds builds, UsagePanels usage) {
  private static final Pattern WHOLE = Pattern.compile("([\\w-]+)(?:\\s+#?|#)(\\d{1,18})");
  private static final Pattern NUMBER = Pattern.compile("#?(\\d{1,18})");

  /**
   * The id of a build.
   *
   * @param pipeline the slug of the pipeline where the name is only a number
   */
  Optional<String> find(String organizationId, String name, String pipeline) {
    var whole = WHOLE.matcher(name);
    if (whole.matches()) {
      return find(organizationId, whole.group(1), Long.parseLong(whole.group(2)));
    }
    var number = NUMBER.matcher(name);
    return number.matches()
        ? find(organizationId, pipeline, Long.parseLong(number.group(1)))
        : Optional.empty();
  }

  private Optional<String> find(String organizationId, String slug, long number) {
    return pipelines
        .find(organizationId, slug)
        .flatMap(pipeline -> builds.find(pipeline.id(), number))
        .map(Build::id);
  }

  /** What a build is called; its id when nothing is known of it. */
  String nameOf(String organizationId, String buildId) {
    return usage
        .placeOfBuild(organizationId, buildId)
        .map(place -> place.pipelineSlug() + " #" + place.number())
        .orElse(buildId);
  }
}
