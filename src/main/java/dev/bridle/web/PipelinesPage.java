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
import java.util.Optional;
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
   * @param previous where the pipelines before these are; empty when these are the first
   * @param next where the pipelines after these are; empty when these are the last
   */
  public record View(
      String address,
      String create,
      String text,
      List<Line> lines,
      String first,
      String previous,
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

  /**
   * One page of pipelines.
   *
   * @param previous before which slug there are more
   * @param next after which slug there are more
   */
  private record Found(
      List<PipelineOverview> shown,
      Optional<String> previous,
      Optional<String> next,
      boolean isFirst) {}

  private Found found(String organizationId, boolean archived, String text, Request request) {
    String wanted = text.isEmpty() ? null : text;
    var after = slug(request, "after");
    var before = after.isEmpty() ? slug(request, "before") : Optional.<String>empty();
    if (before.isPresent()) {
      var found = pipelines.listBefore(organizationId, archived, wanted, before.get(), PAGE + 1);
      if (found.size() > PAGE) {
        var shown = found.subList(1, found.size());
        return new Found(shown, first(shown), last(shown), false);
      }
    }
    var found = pipelines.list(organizationId, archived, wanted, after.orElse(null), PAGE + 1);
    boolean more = found.size() > PAGE;
    var shown = more ? found.subList(0, PAGE) : found;
    return new Found(
        shown,
        after.isPresent() ? first(shown) : Optional.empty(),
        more ? last(shown) : Optional.empty(),
        after.isEmpty());
  }

  private static Optional<String> slug(Request request, String name) {
    return request.query(name).filter(slug -> !slug.isEmpty());
  }

  private static Optional<String> first(List<PipelineOverview> shown) {
    return shown.stream().findFirst().map(PipelineOverview::slug);
  }

  private static Optional<String> last(List<PipelineOverview> shown) {
    return first(shown.reversed());
  }

  private static String at(String address, Map<String, String> filters, String place, String slug) {
    var further = new HashMap<>(filters);
    further.put(place, slug);
    return Filters.address(address, further);
  }

  private Reply show(Visitor who, Request request) {
    String address = who.address(Place.PIPELINES);
    String text = request.query("q").orElse("").strip();
    boolean archived = request.query("archived").isPresent();
    var found = found(who.organizationId(), archived, text, request);
    var filters = Map.of("q", text, "archived", archived ? "1" : "");
    var view =
        new View(
            address,
            "/organizations/" + who.membership().slug() + "/pipelines/new",
            text,
            found.shown.stream().map(one -> new Line(one, address + "/" + one.slug())).toList(),
            Filters.address(address, filters),
            found.previous.map(slug -> at(address, filters, "before", slug)).orElse(""),
            found.next.map(slug -> at(address, filters, "after", slug)).orElse(""),
            found.isFirst,
            archived,
            pipelines.countArchived(who.organizationId()));
    return site.pages()
        .page(who, Frame.Head.of("Pipelines", Place.PIPELINES), "pipelines.jte", view);
  }
}
