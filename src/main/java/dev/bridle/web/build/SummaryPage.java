package dev.bridle.web.build;

import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.web.Frame;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.function.Predicate;

/** A build at a glance: what failed, and its steps in their order. */
public final class SummaryPage {
  /**
   * What the page shows.
   *
   * @param left how many jobs there are that it doesn't show
   */
  public record View(
      List<Crumb> crumbs, BuildHead head, List<JobRow> failed, List<Section> sections, int left) {
    /** Where all failed, the list of steps says it. */
    public boolean someFailed() {
      int shown = sections.stream().mapToInt(section -> section.rows().size()).sum();
      return !failed.isEmpty() && failed.size() < shown + left;
    }

    /** Where the first failed job is; empty when there is none. */
    public String failure() {
      return new Failures(failed).first().map(JobRow::address).orElse("");
    }
  }

  /** So many jobs a reader can look over; all of them are on a page of their own. */
  private static final int MOST = 200;

  private static final int MOST_FAILED = 20;

  private final Site site;
  private final Found found;
  private final Heads heads;
  private final Steps steps;

  SummaryPage(Site site, Found found, Heads heads, Steps steps) {
    this.site = site;
    this.found = found;
    this.heads = heads;
    this.steps = steps;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/{organization}/{pipeline}/builds/{number}", site.door().member(this::show)));
  }

  private Reply show(Visitor who, Request request) {
    var place = found.build(who, request);
    var head = heads.of(who, place);
    var all = steps.of(place, head.now());
    var newest = all.rows().stream().filter(Predicate.not(JobRow::isRetried)).toList();
    var shown = newest.size() <= MOST ? newest : newest.subList(0, MOST);
    var failed = newest.stream().filter(JobRow::hasFailed).limit(MOST_FAILED).toList();
    var view =
        new View(
            Crumb.to(who, place.pipeline()),
            head,
            failed,
            all.sections(shown),
            newest.size() - shown.size());
    return site.pages()
        .page(
            who,
            Frame.Head.of(
                    head.title()
                        + " · #"
                        + place.build().number()
                        + " · "
                        + place.pipeline().name(),
                    Place.PIPELINES)
                .with("build.js", "waiting.js", "keys.js"),
            "build/summary.jte",
            view);
  }
}
