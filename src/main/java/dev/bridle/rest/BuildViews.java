package dev.bridle.rest;

import dev.bridle.build.Build;
import dev.bridle.build.Builds;
import dev.bridle.build.Job;
import dev.bridle.build.Pipeline;
import dev.bridle.build.Pipelines;
import dev.bridle.build.Workload;
import dev.bridle.build.Workloads;
import dev.bridle.fleet.Agent;
import dev.bridle.fleet.Agents;
import dev.bridle.http.Pairs;
import dev.bridle.organization.Members;
import dev.bridle.organization.Person;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gathers what belongs to builds and gives them their shape. */
public final class BuildViews {
  private final Builds builds;
  private final Pipelines pipelines;
  private final Workloads workloads;
  private final Agents agents;
  private final Members members;
  private final BuildShapes shapes;

  public BuildViews(
      Builds builds,
      Pipelines pipelines,
      Workloads workloads,
      Agents agents,
      Members members,
      BuildShapes shapes) {
    this.builds = builds;
    this.pipelines = pipelines;
    this.workloads = workloads;
    this.agents = agents;
    this.members = members;
    this.shapes = shapes;
  }

  /** One build, with a count of its jobs by state. */
  Map<String, Object> single(JobShapes.Place place, LeftOut leftOut) {
    var all = builds.jobs(place.build());
    var jobs = shown(all, leftOut);
    var shape =
        shapes.build(
            place,
            creator(place.build()),
            leftOut.jobs() ? null : jobs(place, jobs, agentsOf(jobs)),
            leftOut.pipeline() ? null : pipeline(place));
    var states =
        jobs.stream().collect(Collectors.groupingBy(Job::shownState, Collectors.counting()));
    shape.put("job_state_counts", Pairs.of("total", jobs.size(), "states", states));
    return shape;
  }

  /** One job. */
  Map<String, Object> job(JobShapes.Place place, Job job) {
    return jobs(place, List.of(job), agentsOf(List.of(job))).getFirst();
  }

  List<Map<String, Object>> jobs(JobShapes.Place place, List<Job> jobs) {
    return jobs(place, jobs, agentsOf(jobs));
  }

  private Map<String, Object> pipeline(JobShapes.Place place) {
    var pipeline = place.pipeline();
    return shapes.pipelines().embedded(place.organization(), pipeline, workloads.of(pipeline.id()));
  }

  List<Map<String, Object>> list(String organization, List<Build> wanted, LeftOut leftOut) {
    var jobs = leftOut.jobs() ? Map.<String, List<Job>>of() : builds.jobs(wanted);
    var known = agentsOf(jobs.values().stream().flatMap(Collection::stream).toList());
    var owners = pipelines.byId(wanted.stream().map(Build::pipelineId).distinct().toList());
    var owning =
        leftOut.pipeline()
            ? Map.<String, Map<String, Object>>of()
            : pipelineShapes(organization, owners);
    var people = new HashMap<String, Optional<Person>>();
    return wanted.stream()
        .map(build -> {
          var owner = Objects.requireNonNull(owners.get(build.pipelineId()));
          var place = new JobShapes.Place(organization, owner, build);
          return shapes.build(
              place,
              people.computeIfAbsent(
                  Objects.requireNonNullElse(build.creatorId(), ""), _ -> creator(build)),
              leftOut.jobs()
                  ? null
                  : jobs(place, shown(jobs.getOrDefault(build.id(), List.of()), leftOut), known),
              owning.get(build.pipelineId()));
        })
        .toList();
  }

  /** Each pipeline once, however many of the builds are its own. */
  private Map<String, Map<String, Object>> pipelineShapes(
      String organization, Map<String, Pipeline> owners) {
    var counted = workloads.of(owners.keySet());
    var all = new HashMap<String, Map<String, Object>>();
    owners.forEach((id, pipeline) ->
        all.put(
            id,
            shapes
                .pipelines()
                .embedded(organization, pipeline, counted.getOrDefault(id, Workload.NONE))));
    return all;
  }

  private List<Map<String, Object>> jobs(
      JobShapes.Place place, List<Job> jobs, Map<String, Agent> known) {
    var people = new HashMap<String, Optional<Person>>();
    return jobs.stream()
        .map(job ->
            shapes
                .jobs()
                .job(
                    place,
                    job,
                    job.agentId() == null ? null : known.get(job.agentId()),
                    retriedBy(job, people)))
        .toList();
  }

  private static List<Job> shown(List<Job> jobs, LeftOut leftOut) {
    return jobs.stream().filter(leftOut::shows).toList();
  }

  private @Nullable Person retriedBy(Job job, Map<String, Optional<Person>> people) {
    var retry = job.retry();
    return retry == null || retry.byPersonId() == null
        ? null
        : people
            .computeIfAbsent(
                retry.byPersonId(), person -> members.find(job.organizationId(), person))
            .orElse(null);
  }

  private Map<String, Agent> agentsOf(List<Job> jobs) {
    return agents.byId(
        jobs.stream().map(Job::agentId).filter(Objects::nonNull).distinct().toList());
  }

  private Optional<Person> creator(Build build) {
    return build.creatorId() == null
        ? Optional.empty()
        : members.find(build.organizationId(), build.creatorId());
  }
}
