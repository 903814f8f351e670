package dev.bridle.web.build;

import dev.bridle.build.Pipeline;
import dev.bridle.build.PipelineChange;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.pipeline.InvalidPipeline;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.util.List;

/** A pipeline's YAML: read, checked, changed. */
public final class StepsPage {
  /**
   * What the page shows.
   *
   * @param isSaved whether it was just saved
   */
  public record View(
      List<Crumb> crumbs,
      Pipeline pipeline,
      PipelineAddress address,
      StepsForm.View steps,
      boolean isSaved) {}

  private static final String PATH = "/{organization}/{pipeline}/settings/steps";

  private final Site site;
  private final Found found;

  StepsPage(Site site, Found found) {
    this.site = site;
    this.found = found;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, site.door().member(this::show)),
        Route.form(PATH, site.door().member(this::save)));
  }

  private Reply show(Visitor who, Request request) {
    var pipeline = found.pipeline(who, request);
    var steps = new StepsForm.View(pipeline.configuration(), List.of(), false);
    return page(who, pipeline, steps, request.query("saved").isPresent());
  }

  private Reply save(Visitor who, Request request) {
    var pipeline = found.pipeline(who, request);
    var form = Form.of(request);
    var problems = StepsForm.problems(form);
    String yaml = form.verbatim(StepsForm.FIELD);
    if (!problems.isEmpty()) {
      return page(who, pipeline, new StepsForm.View(yaml, problems, false), false).withStatus(422);
    }
    if (form.ticked("check")) {
      return page(who, pipeline, new StepsForm.View(yaml, problems, true), false);
    }
    try {
      found.pipelines().change(pipeline, PipelineChange.ofSteps(yaml), who.actor(request));
    } catch (InvalidPipeline invalid) {
      var steps = new StepsForm.View(yaml, StepsForm.problems(invalid), false);
      return page(who, pipeline, steps, false).withStatus(422);
    }
    return Pages.seeOther(PipelineAddress.of(who, pipeline).steps() + "?saved=1");
  }

  private Reply page(Visitor who, Pipeline pipeline, StepsForm.View steps, boolean isSaved) {
    return site.pages()
        .page(
            who,
            Frame.Head.of("Steps · " + pipeline.name(), Place.PIPELINES).with("editor.js"),
            "build/steps.jte",
            new View(
                Crumb.to(who, pipeline),
                pipeline,
                PipelineAddress.of(who, pipeline),
                steps,
                isSaved));
  }
}
