package dev.bridle.web.build;

import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.pipeline.JobReferences;
import dev.bridle.web.Frame;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The variables that a job has; its own token is never among them. */
public final class EnvironmentPage {
  /** What the page shows. */
  public record View(
      List<Crumb> crumbs,
      BuildHead head,
      JobHead job,
      SortedMap<String, String> env,
      SideList side) {}

  private final Site site;
  private final Found found;
  private final Heads heads;
  private final Steps steps;
  private final JobHeads jobHeads;

  EnvironmentPage(Site site, Found found, Heads heads, Steps steps, JobHeads jobHeads) {
    this.site = site;
    this.found = found;
    this.heads = heads;
    this.steps = steps;
    this.jobHeads = jobHeads;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/{organization}/{pipeline}/builds/{number}/jobs/{job}/env",
            site.door().member(this::show)));
  }

  private Reply show(Visitor who, Request request) {
    var place = found.build(who, request);
    var job = found.job(place, request);
    var head = heads.of(who, place);
    var env = new TreeMap<String, String>();
    job.knownEnv(place.build()).forEach((name, value) -> env.put(name, JobReferences.shown(value)));
    var all = steps.of(place, head.now());
    var shown = jobHeads.of(who, place, job, all.overview(), head.now());
    var side = SideList.of(request, all, shown.row(), place.address());
    return site.pages()
        .page(
            who,
            Frame.Head.of(
                    "Environment · " + shown.row().label() + " · " + place.pipeline().name(),
                    Place.PIPELINES)
                .with("build.js", "waiting.js", "keys.js"),
            "build/environment.jte",
            new View(Crumb.to(who, place), head, shown, env, side));
  }
}
