package dev.bridle.web.build;

import dev.bridle.build.Pipeline;
import dev.bridle.build.PipelineChange;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a pipeline is called and where its code is, and whether it still takes builds. */
public final class SettingsPage {
  /**
   * What the page shows.
   *
   * @param seen names the stored settings that the form would replace
   * @param isOvertaken whether nothing was saved because those are no longer the ones it was made
   *     from
   * @param isSaved whether it was just saved
   */
  public record View(
      List<Crumb> crumbs,
      Pipeline pipeline,
      PipelineAddress address,
      Typed typed,
      String seen,
      boolean isOvertaken,
      boolean isSaved) {}

  private static final int LONGEST = 1000;
  private static final String PATH = "/{organization}/{pipeline}/settings";

  private final Site site;
  private final Found found;

  SettingsPage(Site site, Found found) {
    this.site = site;
    this.found = found;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, site.door().member(this::show)),
        Route.form(PATH, site.door().member(this::save)),
        Route.form(PATH + "/archive", site.door().member(this::archive)),
        Route.form(PATH + "/unarchive", site.door().member(this::unarchive)));
  }

  private Reply show(Visitor who, Request request) {
    var pipeline = found.pipeline(who, request);
    return page(
        who,
        pipeline,
        Typed.of(values(pipeline)),
        seen(pipeline),
        false,
        request.query("saved").isPresent());
  }

  private static Map<String, String> values(Pipeline pipeline) {
    var values = new HashMap<String, String>();
    values.put("name", pipeline.name());
    values.put("description", pipeline.description() == null ? "" : pipeline.description());
    values.put("repository", pipeline.repository());
    values.put("default_branch", pipeline.defaultBranch());
    return values;
  }

  private Reply save(Visitor who, Request request) {
    var pipeline = found.pipeline(who, request);
    var form = Form.of(request);
    try {
      return found
              .pipelines()
              .changeSeen(pipeline, wanted(form), form.text("seen"), who.actor(request))
          ? Pages.seeOther(PipelineAddress.of(who, pipeline).settings() + "?saved=1")
          : overtaken(who, request, form);
    } catch (InvalidField invalid) {
      return page(who, pipeline, form.typed(invalid), form.text("seen"), false, false)
          .withStatus(422);
    } catch (InvalidPipeline invalid) {
      return page(who, pipeline, form.typed(cantRun(invalid)), form.text("seen"), false, false)
          .withStatus(422);
    }
  }

  /** Steps can use what stands here; and some that are stored may be older than a rule. */
  private static String cantRun(InvalidPipeline invalid) {
    return "The steps of this pipeline can't run with these settings, so nothing was saved. %s. Change the steps first, or the settings that they use."
        .formatted(PipelineProblem.of(invalid).sentence().replaceFirst("\\.$", ""));
  }

  private Reply overtaken(Visitor who, Request request, Form form) {
    var newest = found.pipeline(who, request);
    return page(who, newest, form.typed(""), seen(newest), true, false).withStatus(409);
  }

  private static String seen(Pipeline pipeline) {
    return new PipelineChange(
            Optional.of(""), Optional.of(""), Optional.of(""), Optional.of(""), Optional.empty())
        .seen(pipeline);
  }

  private Reply archive(Visitor who, Request request) {
    var now = found.pipelines().archive(found.pipeline(who, request), who.actor(request));
    return Pages.seeOther(PipelineAddress.of(who, now).settings());
  }

  private Reply unarchive(Visitor who, Request request) {
    var now = found.pipelines().unarchive(found.pipeline(who, request), who.actor(request));
    return Pages.seeOther(PipelineAddress.of(who, now).settings());
  }

  private static PipelineChange wanted(Form form) {
    return new PipelineChange(
        Optional.of(within("name", form.required("name"))),
        Optional.of(within("description", form.text("description"))),
        Optional.of(within("repository", form.text("repository"))),
        Optional.of(within("default_branch", form.required("default_branch"))),
        Optional.empty());
  }

  private static String within(String field, String text) {
    if (text.length() > LONGEST) {
      throw new InvalidField(field, "can be at most " + LONGEST + " characters long");
    }
    return text;
  }

  private Reply page(
      Visitor who,
      Pipeline pipeline,
      Typed typed,
      String seen,
      boolean isOvertaken,
      boolean isSaved) {
    return site.pages()
        .page(
            who,
            Frame.Head.of("Settings · " + pipeline.name(), Place.PIPELINES),
            "build/settings.jte",
            new View(
                Crumb.to(who, pipeline),
                pipeline,
                PipelineAddress.of(who, pipeline),
                typed,
                seen,
                isOvertaken,
                isSaved));
  }
}
