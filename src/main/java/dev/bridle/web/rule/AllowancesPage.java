package dev.bridle.web.rule;

import dev.bridle.allowance.Allowance;
import dev.bridle.allowance.Allowances;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.web.Frame;
import dev.bridle.web.Pager;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Map;

/** The limits and budgets of an organization, with where they stand. */
public final class AllowancesPage {
  /** What the page shows. */
  public record View(
      List<AllowanceLine> lines, Pager pager, int all, String address, String notice) {}

  private static final int PAGE = 50;

  private final Site site;
  private final Allowances allowances;

  AllowancesPage(Site site, Allowances allowances) {
    this.site = site;
    this.allowances = allowances;
  }

  Route route() {
    return Route.get(Place.ALLOWANCES.path(), site.door().administrator(this::show));
  }

  /** Told only while it is so. */
  private static String deleted(String id, List<Allowance> all) {
    boolean gone = !id.isEmpty() && all.stream().noneMatch(one -> one.id().equals(id));
    return gone ? "The allowance is no longer in force." : "";
  }

  private Reply show(Visitor who, Request request) {
    var all = allowances.list(who.organizationId());
    String address = who.address(Place.ALLOWANCES);
    var pager = Pager.of(request, all.size(), PAGE, address, Map.of());
    var shown = all.stream().skip(pager.skip()).limit(PAGE).toList();
    var lines = AllowanceLine.of(who, allowances, shown);
    String notice =
        switch (request.query("done").orElse("")) {
          case "created" -> "The allowance is in force.";
          case "changed" -> "The change is in force.";
          case "deleted" -> deleted(request.query("allowance").orElse(""), all);
          default -> "";
        };
    return site.pages()
        .page(
            who,
            Frame.Head.of("Allowances", Place.ALLOWANCES),
            "rule/allowances.jte",
            new View(lines, pager, all.size(), address, notice));
  }
}
