package dev.bridle.web.build;

import dev.bridle.build.BuildCreation;
import dev.bridle.build.NewBuild;
import dev.bridle.build.Pipeline;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
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

/** Where someone starts a build; its fields can be filled in by the address. */
public final class NewBuildPage {
  /** What the form shows. */
  public record View(List<Crumb> crumbs, PipelineAddress address, Typed typed) {}

  private static final List<String> FIELDS = List.of("message", "commit", "branch", "env");
  private static final int LONGEST_MESSAGE = 10_000;
  private static final int LONGEST_NAME = 255;

  private final Site site;
  private final Found found;
  private final BuildCreation creation;

  NewBuildPage(Site site, Found found, BuildCreation creation) {
    this.site = site;
    this.found = found;
    this.creation = creation;
  }

  List<Route> routes() {
    String path = "/{organization}/{pipeline}/builds/new";
    return List.of(
        Route.get(path, site.door().member(this::show)),
        Route.form(path, site.door().member(this::create)));
  }

  private Reply show(Visitor who, Request request) {
    var pipeline = found.pipeline(who, request);
    Map<String, String> values = new HashMap<>();
    values.put("commit", NewBuild.NEWEST);
    values.put("branch", pipeline.defaultBranch());
    FIELDS.forEach(name -> request.query(name).ifPresent(text -> values.put(name, text)));
    return page(who, pipeline, Typed.of(values));
  }

  private Reply create(Visitor who, Request request) {
    var pipeline = found.pipeline(who, request);
    var form = Form.of(request);
    try {
      var build = creation.create(pipeline, wanted(form, who));
      return Pages.seeOther(PipelineAddress.of(who, pipeline).build(build.number()).summary());
    } catch (InvalidField invalid) {
      return page(who, pipeline, form.typed(invalid)).withStatus(422);
    }
  }

  private static NewBuild wanted(Form form, Visitor who) {
    return new NewBuild(
        within(form, "commit", LONGEST_NAME),
        within(form, "branch", LONGEST_NAME),
        within(form, "message", LONGEST_MESSAGE),
        EnvLines.of("env", form.verbatim("env")),
        Map.of(),
        null,
        null,
        "ui",
        who.person().personId(),
        null);
  }

  private static String within(Form form, String name, int longest) {
    String text = form.text(name);
    if (text.length() > longest) {
      throw new InvalidField(name, "can be at most " + longest + " characters long");
    }
    return text;
  }

  private Reply page(Visitor who, Pipeline pipeline, Typed typed) {
    return site.pages()
        .page(
            who,
            Frame.Head.of("New build · " + pipeline.name(), Place.PIPELINES),
            "build/newbuild.jte",
            new View(Crumb.to(who, pipeline), PipelineAddress.of(who, pipeline), typed));
  }
}
