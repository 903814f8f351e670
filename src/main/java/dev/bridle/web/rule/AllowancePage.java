package dev.bridle.web.rule;

import dev.bridle.allowance.Allowance;
import dev.bridle.allowance.AllowanceChange;
import dev.bridle.allowance.AllowanceTrial;
import dev.bridle.allowance.Allowances;
import dev.bridle.allowance.InvalidAllowance;
import dev.bridle.allowance.Mode;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.http.Turns;
import dev.bridle.organization.InvalidField;
import dev.bridle.web.Filters;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pager;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One allowance: where it stands for whom, its change after a dry run, and its end. */
public final class AllowancePage {
  /** What the page shows. */
  public record View(
      Allowance allowance,
      List<TargetLine> standings,
      Pager pager,
      String events,
      Typed typed,
      Optional<DryRun> dryRun,
      String tried,
      String back,
      String address) {}

  private static final String PATH = Place.ALLOWANCES.path() + "/{id}";
  private static final String SEEN = "seen";
  private static final int TARGETS = 20;

  private final Site site;
  private final Allowances allowances;
  private final AllowanceTrial trial;
  private final Turns turns;

  AllowancePage(Site site, Allowances allowances, AllowanceTrial trial, Turns turns) {
    this.site = site;
    this.allowances = allowances;
    this.trial = trial;
    this.turns = turns;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, site.door().administrator(this::show)),
        Route.form(PATH, site.door().administrator(this::change)),
        Route.form(PATH + "/delete", site.door().administrator(this::delete)));
  }

  private Allowance find(Visitor who, Request request) {
    return allowances
        .find(who.organizationId(), request.parameter("id"))
        .orElseThrow(HttpError::notFound);
  }

  private Reply show(Visitor who, Request request) {
    var allowance = find(who, request);
    var values =
        Map.of(
            "amount",
            allowance.unit().text(allowance.amount()),
            "mode",
            allowance.mode().word(),
            SEEN,
            seen(allowance),
            "days",
            "7");
    return page(who, request, allowance, Typed.of(values), Optional.empty(), "");
  }

  private Reply change(Visitor who, Request request) {
    var allowance = find(who, request);
    var form = Form.of(request);
    try {
      long amount = AllowanceForm.amount(form, allowance.unit());
      var mode = AllowanceForm.mode(form, allowance.unit());
      var change = new AllowanceChange(Optional.of(amount), Optional.of(mode));
      if (Tried.saves(form, AllowanceForm.CHANGEABLE)) {
        return allowances.changeSeen(allowance, change, form.text(SEEN), who.actor(request))
            ? Pages.seeOther(who.address(Place.ALLOWANCES) + "?done=changed")
            : overtaken(who, request, form);
      }
      return tried(who, request, form, allowance, change);
    } catch (InvalidField invalid) {
      return page(who, request, allowance, form.typed(invalid), Optional.empty(), "")
          .withStatus(422);
    } catch (InvalidAllowance invalid) {
      return page(who, request, allowance, form.typed(invalid.sentence()), Optional.empty(), "")
          .withStatus(422);
    }
  }

  private static String seen(Allowance allowance) {
    return new AllowanceChange(Optional.of(0L), Optional.of(Mode.HARD)).seen(allowance);
  }

  /** Nothing typed is lost; the next dry run is against what is in force by then. */
  private Reply overtaken(Visitor who, Request request, Form form) {
    var newest = find(who, request);
    String sentence =
        "Someone else changed this allowance in the meantime, so nothing was saved: it is %s, %s now. What you typed is kept; try it again before you save it over theirs."
            .formatted(Amounts.limit(newest), newest.mode().word());
    var values = new HashMap<>(form.typed("").values());
    values.put(SEEN, seen(newest));
    return page(who, request, newest, new Typed(values, Map.of(), sentence), Optional.empty(), "")
        .withStatus(409);
  }

  private Reply tried(
      Visitor who, Request request, Form form, Allowance allowance, AllowanceChange change) {
    var time = Tried.time(form);
    try {
      var report =
          turns
              .take(() -> trial.run(who.organizationId(), allowance.id(), change, time))
              .orElseThrow(HttpError::notFound);
      String mark = Tried.mark(form, AllowanceForm.CHANGEABLE);
      return page(
          who,
          request,
          allowance,
          form.typed(""),
          Optional.of(DryRun.of(who, report).with(Tried.note(form))),
          mark);
    } catch (HttpError error) {
      if (!Tried.isBusy(error)) {
        throw error;
      }
      return page(who, request, allowance, form.typed(error.sentence()), Optional.empty(), "")
          .withStatus(429);
    }
  }

  /** Whoever sends the form twice finds it done. */
  private Reply delete(Visitor who, Request request) {
    String id = request.parameter("id");
    allowances.delete(who.actor(request), who.organizationId(), id);
    return Pages.seeOther(
        who.address(Place.ALLOWANCES)
            + "?done=deleted&allowance="
            + URLEncoder.encode(id, StandardCharsets.UTF_8));
  }

  private Reply page(
      Visitor who,
      Request request,
      Allowance allowance,
      Typed typed,
      Optional<DryRun> dryRun,
      String tried) {
    String back = who.address(Place.ALLOWANCES);
    String address = back + "/" + allowance.id();
    var pager = Pager.of(request, allowances.countStandings(allowance), TARGETS, address, Map.of());
    var standings = allowances.standings(allowance, pager.skip(), TARGETS);
    var view =
        new View(
            allowance,
            TargetLine.of(who, standings, allowances.named(allowance, standings)),
            pager,
            Filters.address(
                who.address(Place.AUDIT_LOG),
                Map.of("subject_type", "ALLOWANCE", "subject", allowance.id())),
            typed,
            dryRun,
            tried,
            back,
            address);
    return site.pages()
        .page(
            who,
            Frame.Head.of(Amounts.limit(allowance), Place.ALLOWANCES).with("waiting.js"),
            "rule/allowance.jte",
            view);
  }
}
