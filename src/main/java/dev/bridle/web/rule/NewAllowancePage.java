package dev.bridle.web.rule;

import dev.bridle.allowance.AllowanceTerms;
import dev.bridle.allowance.AllowanceTrial;
import dev.bridle.allowance.Allowances;
import dev.bridle.allowance.InvalidAllowance;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.http.Turns;
import dev.bridle.organization.InvalidField;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where an allowance is made, after it was tried on past calls. */
public final class NewAllowancePage {
  /**
   * What the page shows.
   *
   * @param tried marks what was tried; empty before
   * @param targets some of what it can be for
   */
  public record View(
      Typed typed, Optional<DryRun> dryRun, String tried, String back, List<Known> targets) {}

  private static final String PATH = Place.ALLOWANCES.path() + "/new";

  private final Site site;
  private final Allowances allowances;
  private final AllowanceTrial trial;
  private final Turns turns;

  NewAllowancePage(Site site, Allowances allowances, AllowanceTrial trial, Turns turns) {
    this.site = site;
    this.allowances = allowances;
    this.trial = trial;
    this.turns = turns;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, site.door().administrator(this::show)),
        Route.form(PATH, site.door().administrator(this::make)));
  }

  private Reply show(Visitor who, Request request) {
    var values =
        new HashMap<>(
            Map.of(
                "scope",
                "organization",
                "unit",
                "usd",
                "window",
                "month",
                "mode",
                "hard",
                "days",
                "7"));
    request.query("provider").ifPresent(provider -> values.put("provider", provider));
    return page(who, Typed.of(values), Optional.empty(), "");
  }

  private Reply make(Visitor who, Request request) {
    var form = Form.of(request);
    try {
      var terms = AllowanceForm.terms(form);
      if (Tried.saves(form, AllowanceForm.FIELDS)) {
        var _ = allowances.create(who.actor(request), who.organizationId(), terms);
        return Pages.seeOther(who.address(Place.ALLOWANCES) + "?done=created");
      }
      return tried(who, form, terms);
    } catch (InvalidField invalid) {
      return page(who, form.typed(invalid), Optional.empty(), "").withStatus(422);
    } catch (InvalidAllowance invalid) {
      return page(who, AllowanceForm.typed(form, invalid), Optional.empty(), "").withStatus(422);
    }
  }

  private Reply tried(Visitor who, Form form, AllowanceTerms terms) {
    var time = Tried.time(form);
    try {
      var report = turns.take(() -> trial.run(who.organizationId(), terms, time));
      String mark = Tried.mark(form, AllowanceForm.FIELDS);
      return page(
          who, form.typed(""), Optional.of(DryRun.of(who, report).with(Tried.note(form))), mark);
    } catch (HttpError error) {
      if (!Tried.isBusy(error)) {
        throw error;
      }
      return page(who, form.typed(error.sentence()), Optional.empty(), "").withStatus(429);
    }
  }

  private Reply page(Visitor who, Typed typed, Optional<DryRun> dryRun, String tried) {
    return site.pages()
        .page(
            who,
            Frame.Head.of("New allowance", Place.ALLOWANCES).with("waiting.js"),
            "rule/new-allowance.jte",
            new View(typed, dryRun, tried, who.address(Place.ALLOWANCES), targets(who)));
  }

  private List<Known> targets(Visitor who) {
    return allowances.knownTargets(who.organizationId()).stream()
        .limit(Known.MOST)
        .map(one -> new Known(one.name(), Amounts.label(one.scope())))
        .toList();
  }
}
