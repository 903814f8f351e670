package dev.bridle.web.build;

import dev.bridle.build.NewPipeline;
import dev.bridle.build.Pipelines;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.Cluster;
import dev.bridle.organization.Clusters;
import dev.bridle.organization.InvalidField;
import dev.bridle.pipeline.InvalidPipeline;
import dev.bridle.pipeline.PipelineProblem;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Map;

/** Where someone makes a pipeline. */
public final class NewPipelinePage {
  /** What the form shows. */
  public record View(
      List<Crumb> crumbs, List<Cluster> clusters, Typed typed, StepsForm.View steps) {}

  private static final String PATH = "/organizations/{organization}/pipelines/new";
  private static final String FIRST =
      """
      steps:
        - label: "Hello"
          command: echo "Hello from $BUILDKITE_BRANCH"
      """;

  private final Site site;
  private final Pipelines pipelines;
  private final Clusters clusters;

  NewPipelinePage(Site site, Pipelines pipelines, Clusters clusters) {
    this.site = site;
    this.pipelines = pipelines;
    this.clusters = clusters;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, site.door().member(this::show)),
        Route.form(PATH, site.door().member(this::create)));
  }

  private Reply show(Visitor who, Request request) {
    var typed = Typed.of(Map.of("default_branch", "main", "configuration", FIRST));
    return page(who, typed, List.of());
  }

  private Reply create(Visitor who, Request request) {
    var form = Form.of(request);
    var problems = StepsForm.problems(form);
    if (!problems.isEmpty()) {
      return page(who, form.typed(""), problems).withStatus(422);
    }
    try {
      var made = pipelines.create(wanted(who, form), who.actor(request));
      return Pages.seeOther(PipelineAddress.of(who, made).builds());
    } catch (InvalidPipeline invalid) {
      return page(who, form.typed(""), StepsForm.problems(invalid)).withStatus(422);
    } catch (InvalidField invalid) {
      return page(who, form.typed(invalid), List.of()).withStatus(422);
    }
  }

  private NewPipeline wanted(Visitor who, Form form) {
    return new NewPipeline(
        who.organizationId(),
        cluster(who, form),
        form.required("name"),
        form.find("slug").orElse(null),
        form.find("description").orElse(null),
        form.text("repository"),
        form.find("default_branch").orElse("main"),
        form.verbatim(StepsForm.FIELD),
        who.person().personId());
  }

  private String cluster(Visitor who, Form form) {
    var all = clusters.list(who.organizationId());
    return all.stream()
        .filter(cluster -> all.size() == 1 || cluster.id().equals(form.text("cluster")))
        .findFirst()
        .orElseThrow(() -> new InvalidField("cluster", "must be one of the list"))
        .id();
  }

  private Reply page(Visitor who, Typed typed, List<PipelineProblem> problems) {
    var view =
        new View(
            List.of(Crumb.pipelines(who)),
            clusters.list(who.organizationId()),
            typed,
            new StepsForm.View(typed.value(StepsForm.FIELD), problems, false));
    return site.pages()
        .page(
            who,
            Frame.Head.of("New pipeline", Place.PIPELINES).with("editor.js"),
            "build/newpipeline.jte",
            view);
  }
}
