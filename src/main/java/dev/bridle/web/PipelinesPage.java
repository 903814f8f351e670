package dev.bridle.web;

import dev.bridle.build.BuildLine;
import dev.bridle.build.PipelineOverview;
import dev.bridle.build.PipelineOverviews;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pipelines of an organization, each with its last builds. */
public final class PipelinesPage {
  /** One pipeline in the list. */
  public record Line(PipelineOverview pipeline, String address) {
    public @Nullable BuildLine last() {
      return pipeline.last().isEmpty() ? null : pipeline.last().getFirst();
    }

    /** As a row of bars shows them: the oldest first. */
    public List<BuildLine> history() {
      return pipeline.last().reversed();
    }

    public String build(BuildLine build) {
      return address + "/builds/" + build.number();
    }
  }

  /**
   * What the page shows.
   *
   * @param address its own
   * @param create where a pipeline is made
   * @param text what is looked for; empty for all
   * @param first where the first of these pipelines are
   * @param archived how many there are that take no builds
   * @param next where the pipelines after these are; empty when these are the last
   */
  public record View(
      String address,
      String create,
      String text,
      List<Line> lines,
      String first,
      String next,
      boolean isFirst,
      boolean areArchived,
      int archived) {}

  private static final int PAGE = 50;

  private final Site site;
  private final PipelineOverviews pipelines;

  public PipelinesPage(Site site, PipelineOverviews pipelines) {
    this.site = site;
    this.pipelines = pipelines;
  }

  public List<Route> routes() {
    return List.of(Route.get(Place.PIPELINES.path(), site.door().member(this::show)));
  }

  private Reply show(Visitor who, Request request) {
    String address = who.address(Place.PIPELINES);
    String text = request.query("q").orElse("").strip();
    String after = request.query("after").filter(slug -> !slug.isEmpty()).orElse(null);
    boolean archived = request.query("archived").isPresent();
    var found =
        pipelines.list(
            who.organizationId(), archived, text.isEmpty() ? null : text, after, PAGE + 1);
    var shown = found.subList(0, Math.min(PAGE, found.size()));
    var filters = Map.of("q", text, "archived", archived ? "1" : "");
    var further = new HashMap<>(filters);
    further.put("after", found.size() > PAGE ? shown.getLast().slug() : "");
    var view =
        new View(
            address,
            "/organizations/" + who.membership().slug() + "/pipelines/new",
            text,
            shown.stream().map(one -> new Line(one, address + "/" + one.slug())).toList(),
            Filters.address(address, filters),
            found.size() > PAGE ? Filters.address(address, further) : "",
            after == null,
            archived,
            pipelines.countArchived(who.organizationId()));
    return site.pages()
        .page(who, Frame.Head.of("Pipelines", Place.PIPELINES), "pipelines.jte", view);
  }
}
