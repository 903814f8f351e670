package dev.bridle.web.rule;

import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.http.Turns;
import dev.bridle.organization.InvalidField;
import dev.bridle.policy.InvalidDocument;
import dev.bridle.policy.Policies;
import dev.bridle.policy.PolicyDifference;
import dev.bridle.policy.PolicyDocument;
import dev.bridle.policy.PolicyTrial;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Where the policy is changed, after it was tried on past calls. */
public final class PolicyEditPage {
  /**
   * What the page shows.
   *
   * @param version the one that would be replaced
   * @param sentence what is wrong; empty when nothing is
   * @param line where it is wrong; 0 when that can't be told
   */
  public record View(
      long version,
      String text,
      String days,
      String sentence,
      int line,
      Optional<Outcome> outcome,
      String address) {
    /** The line itself. */
    public String shownLine() {
      return text.lines().skip(Math.max(0, line - 1)).findFirst().orElse("");
    }
  }

  /** What would come of it, to be seen before it is saved. */
  public record Outcome(DryRun dryRun, PolicyDifference difference, String tried) {}

  private static final String PATH = Place.POLICY.path() + "/edit";
  private static final String[] FIELDS = {"text", "days", "version"};

  private final Site site;
  private final Policies policies;
  private final PolicyTrial trial;
  private final Turns turns;

  PolicyEditPage(Site site, Policies policies, PolicyTrial trial, Turns turns) {
    this.site = site;
    this.policies = policies;
    this.trial = trial;
    this.turns = turns;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, site.door().administrator(this::show)),
        Route.form(PATH, site.door().administrator(this::change)));
  }

  private Reply show(Visitor who, Request request) {
    var policy = policies.get(who.organizationId());
    return page(
        who,
        new View(
            policy.version(),
            PolicyText.of(policy.document()),
            "7",
            "",
            0,
            Optional.empty(),
            who.address(Place.POLICY)));
  }

  private Reply change(Visitor who, Request request) {
    var form = Form.of(request);
    String text = form.verbatim("text");
    try {
      var document = PolicyDocument.read(text.getBytes(StandardCharsets.UTF_8));
      return Tried.saves(form, FIELDS)
          ? saved(who, request, form, document)
          : tried(who, form, document);
    } catch (InvalidDocument invalid) {
      return wrong(who, form, invalid.sentence(), TextPlace.line(text, invalid), 422);
    } catch (InvalidField invalid) {
      return wrong(who, form, invalid.sentence(), 0, 422);
    }
  }

  private Reply saved(Visitor who, Request request, Form form, PolicyDocument document) {
    return policies
        .replace(who.actor(request), who.organizationId(), version(form), document)
        .map(stored -> Pages.seeOther(who.address(Place.POLICY) + "?done=" + stored.version()))
        .orElseGet(() -> overtaken(who, form));
  }

  private static long version(Form form) {
    String text = form.text("version");
    if (!text.matches("\\d{1,18}")) {
      throw HttpError.badRequest("The version is missing. Open the page again.");
    }
    return Long.parseLong(text);
  }

  /** Nothing typed is lost; the next dry run is against what is in force by then. */
  private Reply overtaken(Visitor who, Form form) {
    var newest = policies.get(who.organizationId());
    String sentence =
        "Version %d was stored by %s in the meantime, so nothing was saved. Your text is kept below; try it again before you save it over theirs."
            .formatted(newest.version(), newest.createdBy());
    return wrong(who, form, sentence, 0, 409);
  }

  private Reply tried(Visitor who, Form form, PolicyDocument document) {
    var before = policies.get(who.organizationId());
    var time = Tried.time(form);
    try {
      var report = turns.take(() -> trial.run(who.organizationId(), document.compiled(0), time));
      var outcome =
          new Outcome(
              DryRun.of(who, report).with(Tried.note(form)),
              PolicyDifference.between(before.document(), document),
              Tried.mark(form, FIELDS));
      return page(
          who,
          new View(
              version(form),
              form.verbatim("text"),
              form.text("days"),
              "",
              0,
              Optional.of(outcome),
              who.address(Place.POLICY)));
    } catch (HttpError error) {
      if (!Tried.isBusy(error)) {
        throw error;
      }
      return wrong(who, form, error.sentence(), 0, 429);
    }
  }

  private Reply wrong(Visitor who, Form form, String sentence, int line, int status) {
    long newest = policies.get(who.organizationId()).version();
    var view =
        new View(
            status == 409 ? newest : version(form),
            form.verbatim("text"),
            form.text("days"),
            sentence,
            line,
            Optional.empty(),
            who.address(Place.POLICY));
    return page(who, view).withStatus(status);
  }

  private Reply page(Visitor who, View view) {
    return site.pages()
        .page(
            who,
            Frame.Head.of("Edit the AI policy", Place.POLICY).with("policy-text.js", "waiting.js"),
            "rule/policy-edit.jte",
            view);
  }
}
