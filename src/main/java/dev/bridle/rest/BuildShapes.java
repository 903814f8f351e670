package dev.bridle.rest;

import dev.bridle.build.Author;
import dev.bridle.build.Build;
import dev.bridle.build.PublicAddress;
import dev.bridle.build.PullRequest;
import dev.bridle.organization.Person;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How builds look in REST v2; with what Bridle adds about their model calls. */
public final class BuildShapes {
  private final PipelineShapes pipelines;
  private final JobShapes jobs;
  private final Shapes shapes;
  private final PublicAddress address;
  private final Function<String, Object> aiOfBuild;

  public BuildShapes(
      PipelineShapes pipelines,
      JobShapes jobs,
      Shapes shapes,
      PublicAddress address,
      Function<String, Object> aiOfBuild) {
    this.pipelines = pipelines;
    this.jobs = jobs;
    this.shapes = shapes;
    this.address = address;
    this.aiOfBuild = aiOfBuild;
  }

  String origin() {
    return shapes.origin();
  }

  JobShapes jobs() {
    return jobs;
  }

  PipelineShapes pipelines() {
    return pipelines;
  }

  /**
   * A build.
   *
   * @param jobShapes its jobs; null leaves them out
   * @param pipelineShape its pipeline; null leaves it out
   */
  Map<String, Object> build(
      JobShapes.Place place,
      Optional<Person> creator,
      @Nullable List<Map<String, Object>> jobShapes,
      @Nullable Map<String, Object> pipelineShape) {
    var build = place.build();
    var shape = Shapes.object("Build", build.id());
    shape.put("url", jobs.buildUrl(place));
    shape.put(
        "web_url", address.build(place.organization(), place.pipeline().slug(), build.number()));
    shape.put("number", build.number());
    shape.put("state", build.state().word());
    shape.put("cancel_reason", build.cancelReason());
    shape.put("failure", build.failure());
    shape.put("blocked", false);
    revision(shape, build);
    shape.put("env", build.env());
    shape.put("source", build.source());
    shape.put("author", author(build.author()));
    shape.put("creator", creator.map(Shapes::person).orElse(null));
    if (jobShapes != null) {
      shape.put("jobs", jobShapes);
    }
    times(shape, build);
    shape.put("meta_data", build.metaData());
    shape.put("pull_request", pullRequest(build.pullRequest()));
    shape.put("merge_queue", null);
    shape.put("rebuilt_from", rebuiltFrom(place));
    shape.put("triggered_from", null);
    shape.put("cluster_id", place.pipeline().clusterId());
    if (pipelineShape != null) {
      shape.put("pipeline", pipelineShape);
    }
    shape.put("ai", aiOfBuild.apply(build.id()));
    return shape;
  }

  private @Nullable Map<String, Object> rebuiltFrom(JobShapes.Place place) {
    var earlier = place.build().rebuiltFrom();
    if (earlier == null) {
      return null;
    }
    var shape = new LinkedHashMap<String, Object>();
    shape.put("id", earlier.id());
    shape.put("number", earlier.number());
    shape.put("url", jobs.buildUrl(place, earlier.number()));
    return shape;
  }

  private static void revision(Map<String, Object> shape, Build build) {
    shape.put("message", build.message());
    shape.put("commit", build.commit());
    shape.put("branch", build.branch());
    shape.put("tag", build.tag());
  }

  private static void times(Map<String, Object> shape, Build build) {
    shape.put("created_at", Times.iso(build.createdAt()));
    shape.put("scheduled_at", Times.iso(build.scheduledAt()));
    shape.put("started_at", Times.iso(build.startedAt()));
    shape.put("failing_at", Times.iso(build.failingAt()));
    shape.put("finished_at", Times.iso(build.finishedAt()));
  }

  private static @Nullable Map<String, Object> author(@Nullable Author author) {
    if (author == null) {
      return null;
    }
    var shape = new LinkedHashMap<String, Object>();
    shape.put("username", author.username());
    shape.put("name", author.name());
    shape.put("email", author.email());
    return shape;
  }

  private static Map<String, Object> pullRequest(@Nullable PullRequest pull) {
    var shape = new LinkedHashMap<String, Object>();
    if (pull != null) {
      shape.put("id", pull.id());
      shape.put("base", pull.base());
      shape.put("repository", pull.repository());
    }
    return shape;
  }
}
