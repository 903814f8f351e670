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
   * @param seen names the stored steps that the form would replace
   * @param isOvertaken whether nothing was saved because those are no longer the ones it was made
   *     from
   * @param isSaved whether it was just saved
   */
  public record View(
      List<Crumb> crumbs,
      Pipeline pipeline,
      PipelineAddress address,
      StepsForm.View steps,
      String seen,
      boolean isOvertaken,
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
    return page(who, pipeline, steps, seen(pipeline), request.query("saved").isPresent());
  }

  private Reply save(Visitor who, Request request) {
    var pipeline = found.pipeline(who, request);
    var form = Form.of(request);
    var problems = StepsForm.problems(form);
    String yaml = form.verbatim(StepsForm.FIELD);
    String seen = form.text("seen");
    boolean isChecked = problems.isEmpty() && form.ticked("check");
    if (isChecked || !problems.isEmpty()) {
      var steps = new StepsForm.View(yaml, problems, isChecked);
      return page(who, pipeline, steps, seen, false).withStatus(isChecked ? 200 : 422);
    }
    var change = PipelineChange.ofSteps(yaml);
    try {
      return found.pipelines().changeSeen(pipeline, change, seen, who.actor(request))
          ? Pages.seeOther(PipelineAddress.of(who, pipeline).steps() + "?saved=1")
          : overtaken(who, request, yaml);
    } catch (InvalidPipeline invalid) {
      var steps = new StepsForm.View(yaml, StepsForm.problems(invalid), false);
      return page(who, pipeline, steps, seen, false).withStatus(422);
    }
  }

  private static String seen(Pipeline pipeline) {
    return PipelineChange.ofSteps("").seen(pipeline);
  }

  /** Nothing typed is lost: both texts are shown, and the next save replaces what is shown. */
  private Reply overtaken(Visitor who, Request request, String yaml) {
    var newest = found.pipeline(who, request);
    var steps = new StepsForm.View(yaml, List.of(), false);
    return page(who, newest, steps, seen(newest), true, false).withStatus(409);
  }

  private Reply page(
      Visitor who, Pipeline pipeline, StepsForm.View steps, String seen, boolean isSaved) {
    return page(who, pipeline, steps, seen, false, isSaved);
  }

  private Reply page(
      Visitor who,
      Pipeline pipeline,
      StepsForm.View steps,
      String seen,
      boolean isOvertaken,
      boolean isSaved) {
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
                seen,
                isOvertaken,
                isSaved));
  }
}
