package dev.bridle.web.build;

import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.web.Filters;
import dev.bridle.web.Frame;
import dev.bridle.web.Pager;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** All jobs of a build, also those that were retried, with filters. */
public final class JobsPage {
  /**
   * What the page shows.
   *
   * @param counts how many jobs are in each state
   * @param state the state that is asked for; empty for all
   * @param text what labels must hold
   * @param order in which they are listed
   * @param failure where the first failed job is; empty when there is none
   * @param matching how many jobs fit
   */
  public record View(
      List<Crumb> crumbs,
      BuildHead head,
      Map<String, Long> counts,
      String state,
      String text,
      Order order,
      String failure,
      int matching,
      List<JobRow> rows,
      Pager pager) {
    public long all() {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** This page with another state. */
    public String withState(String other) {
      return address(other, order);
    }

    /** This page in another order. */
    public String in(Order other) {
      return address(state, other);
    }

    private String address(String inState, Order inOrder) {
      return Filters.address(
          head.address().jobs(),
          Map.of("state", inState, "q", text, Order.PARAMETER, inOrder.word()));
    }
  }

  private static final int PAGE = 100;

  private final Site site;
  private final Found found;
  private final Heads heads;
  private final Steps steps;

  JobsPage(Site site, Found found, Heads heads, Steps steps) {
    this.site = site;
    this.found = found;
    this.heads = heads;
    this.steps = steps;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/{organization}/{pipeline}/builds/{number}/jobs", site.door().member(this::show)));
  }

  private Reply show(Visitor who, Request request) {
    var place = found.build(who, request);
    var head = heads.of(who, place);
    var jobs = steps.of(place, head.now()).rows().stream().filter(row -> !row.isWait()).toList();
    String state = request.query("state").orElse("");
    String text = request.query("q").orElse("").strip();
    var order = Order.of(request);
    var matching = order.of(jobs.stream().filter(row -> fits(row, state, text)).toList());
    var pager =
        Pager.of(
            request,
            matching.size(),
            PAGE,
            place.address().jobs(),
            Map.of("state", state, "q", text, Order.PARAMETER, order.word()));
    var view =
        new View(
            Crumb.to(who, place.pipeline()),
            head,
            counts(jobs),
            state,
            text,
            order,
            new Failures(jobs).first().map(JobRow::address).orElse(""),
            matching.size(),
            matching.subList(pager.skip(), Math.min(pager.skip() + PAGE, matching.size())),
            pager);
    return site.pages()
        .page(
            who,
            Frame.Head.of(
                    "Jobs · " + head.title() + " · " + place.pipeline().name(), Place.PIPELINES)
                .with("build.js", "waiting.js", "keys.js"),
            "build/jobs.jte",
            view);
  }

  private static boolean fits(JobRow row, String state, String text) {
    return (state.isEmpty() || row.state().equals(state))
        && row.label().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }

  private static Map<String, Long> counts(List<JobRow> rows) {
    return rows.stream()
        .collect(Collectors.groupingBy(JobRow::state, LinkedHashMap::new, Collectors.counting()));
  }
}
