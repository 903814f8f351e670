package dev.bridle.web.build;

import dev.bridle.build.Build;
import dev.bridle.build.BuildState;
import dev.bridle.build.Builds;
import dev.bridle.build.Pipeline;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.Member;
import dev.bridle.organization.Members;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A pipeline with its builds, newest first. */
public final class PipelinePage {
  /**
   * What the page shows.
   *
   * @param state the state that is asked for; empty for any
   * @param branch the branch that is asked for; empty for any
   */
  public record View(
      List<Crumb> crumbs,
      Pipeline pipeline,
      PipelineAddress address,
      String state,
      String branch,
      List<BuildHead> rows,
      Pager pager,
      Instant now) {
    public boolean isFiltered() {
      return !state.isEmpty() || !branch.isEmpty();
    }

    public List<String> states() {
      return Arrays.stream(BuildState.values()).map(BuildState::word).toList();
    }
  }

  private static final int PAGE = 30;

  private final Site site;
  private final Found found;
  private final Members members;
  private final InstantSource clock;

  PipelinePage(Site site, Found found, Members members, InstantSource clock) {
    this.site = site;
    this.found = found;
    this.members = members;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/{organization}/{pipeline}", site.door().member(this::show)),
        Route.get("/{organization}/{pipeline}/builds", site.door().member(this::lead)));
  }

  private Reply lead(Visitor who, Request request) {
    return Pages.seeOther(PipelineAddress.of(who, found.pipeline(who, request)).builds());
  }

  private Reply show(Visitor who, Request request) {
    var pipeline = found.pipeline(who, request);
    var address = PipelineAddress.of(who, pipeline);
    String state = request.query("state").orElse("");
    String branch = request.query("branch").orElse("").strip();
    var filter = filter(pipeline, state, branch);
    var filters = Map.of("state", state, "branch", branch);
    var pager = Pager.of(request, found.builds().count(filter), PAGE, address.builds(), filters);
    var names = names(who);
    var rows =
        found.builds().list(filter, pager.skip(), PAGE).stream()
            .map(build -> row(address, build, names))
            .toList();
    var view =
        new View(
            List.of(Crumb.pipelines(who)),
            pipeline,
            address,
            state,
            branch,
            rows,
            pager,
            clock.instant());
    return site.pages()
        .page(who, Frame.Head.of(pipeline.name(), Place.PIPELINES), "build/pipeline.jte", view);
  }

  /** A state that there is none of finds nothing, as a branch does. */
  private static Builds.Filter filter(Pipeline pipeline, String state, String branch) {
    var states =
        Arrays.stream(BuildState.values()).filter(one -> one.word().equals(state)).toList();
    return new Builds.Filter(
        pipeline.organizationId(),
        pipeline.id(),
        states,
        branch.isEmpty() ? List.of() : List.of(branch),
        List.of());
  }

  private Map<String, String> names(Visitor who) {
    return members.list(who.organizationId()).stream()
        .map(Member::person)
        .collect(Collectors.toMap(person -> person.id(), person -> person.name()));
  }

  private BuildHead row(PipelineAddress address, Build build, Map<String, String> names) {
    String creator = build.creatorId() == null ? "" : names.getOrDefault(build.creatorId(), "");
    return
        new BuildHead(address.build(build.number()), build, creator, clock.instant());
  }
}
