package dev.bridle.rest;

import dev.bridle.build.Build;
import dev.bridle.build.Builds;
import dev.bridle.build.Job;
import dev.bridle.build.Pipelines;
import dev.bridle.fleet.Agent;
import dev.bridle.fleet.Agents;
import dev.bridle.organization.Members;
import dev.bridle.organization.Person;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gathers what belongs to builds and gives them their shape. */
public final class BuildViews {
  private final Builds builds;
  private final Pipelines pipelines;
  private final Agents agents;
  private final Members members;
  private final BuildShapes shapes;

  public BuildViews(
      Builds builds, Pipelines pipelines, Agents agents, Members members, BuildShapes shapes) {
    this.builds = builds;
    this.pipelines = pipelines;
    this.agents = agents;
    this.members = members;
    this.shapes = shapes;
  }

  /** One build, with a count of its jobs by state. */
  Map<String, Object> single(JobShapes.Place place) {
    var jobs = builds.jobs(place.build());
    var shape = shape(place, jobs, agentsOf(jobs), creator(place.build()));
    var states =
        jobs.stream().collect(Collectors.groupingBy(Job::shownState, Collectors.counting()));
    shape.put("job_state_counts", Map.of("total", jobs.size(), "states", states));
    return shape;
  }

  List<Map<String, Object>> list(String organization, List<Build> wanted) {
    var jobs = builds.jobs(wanted);
    var known = agentsOf(jobs.values().stream().flatMap(Collection::stream).toList());
    var owners = pipelines.byId(wanted.stream().map(Build::pipelineId).distinct().toList());
    var people = new HashMap<String, Optional<Person>>();
    return wanted.stream()
        .map(build ->
            shape(
                new JobShapes.Place(
                    organization, Objects.requireNonNull(owners.get(build.pipelineId())), build),
                jobs.getOrDefault(build.id(), List.of()),
                known,
                people.computeIfAbsent(
                    Objects.requireNonNullElse(build.creatorId(), ""), _ -> creator(build))))
        .toList();
  }

  private Map<String, Object> shape(
      JobShapes.Place place, List<Job> jobs, Map<String, Agent> known, Optional<Person> creator) {
    var jobShapes =
        jobs.stream()
            .map(job ->
                shapes
                    .jobs()
                    .job(place, job, job.agentId() == null ? null : known.get(job.agentId())))
            .toList();
    return new LinkedHashMap<>(shapes.build(place, creator, jobShapes));
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
