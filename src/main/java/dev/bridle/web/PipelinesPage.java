package dev.bridle.web;

import dev.bridle.build.Build;
import dev.bridle.build.Builds;
import dev.bridle.build.Pipeline;
import dev.bridle.build.Pipelines;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pipelines of an organization, each with its last build. */
public final class PipelinesPage {
  /** One pipeline in the list. */
  public record Line(Pipeline pipeline, Optional<Build> last, String address) {}

  /** What the page shows. */
  public record View(List<Line> lines) {}

  private static final int AT_MOST = 1000;

  private final Site site;
  private final Pipelines pipelines;
  private final Builds builds;

  public PipelinesPage(Site site, Pipelines pipelines, Builds builds) {
    this.site = site;
    this.pipelines = pipelines;
    this.builds = builds;
  }

  public List<Route> routes() {
    return List.of(Route.get(Place.PIPELINES.path(), site.door().member(this::show)));
  }

  private Reply show(Visitor who, Request request) {
    Map<String, Build> last = builds.last(who.organizationId());
    var lines =
        pipelines.list(who.organizationId(), 0, AT_MOST).stream()
            .map(pipeline ->
                new Line(
                    pipeline,
                    Optional.ofNullable(last.get(pipeline.id())),
                    who.address(Place.PIPELINES) + "/" + pipeline.slug()))
            .toList();
    return site.pages()
        .page(who, Frame.Head.of("Pipelines", Place.PIPELINES), "pipelines.jte", new View(lines));
  }
}
