package dev.bridle.web.usage;

import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.ledger.Dimension;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Settings, Usage, Summary: what an organization's jobs used of models, and what it cost. */
final class UsagePage {
  private final Site site;
  private final Panels panels;
  private final NamedBuilds builds;

  UsagePage(Site site, Panels panels, NamedBuilds builds) {
    this.site = site;
    this.panels = panels;
    this.builds = builds;
  }

  List<Route> routes() {
    String path = Place.USAGE.path();
    return List.of(
        Route.get(path, site.door().administrator(this::show)),
        Route.get(path + "/panels/{panel}", site.door().administrator(this::part)));
  }

  private Asked asked(Visitor who, Request request) {
    return Asked.of(request, who.address(Place.USAGE), panels.usage().today());
  }

  private Reply show(Visitor who, Request request) {
    Asked asked = asked(who, request);
    var build = build(who, asked);
    if (build.isPresent()) {
      return Pages.seeOther(asked.with("build", build.get(), "pipeline", ""));
    }
    var creator =
        asked
            .namedCreator()
            .flatMap(name -> new NamedPeople(panels.members()).find(who.organizationId(), name));
    if (creator.isPresent()) {
      return Pages.seeOther(asked.with("creator", creator.get()));
    }
    var view = view(who, asked);
    var reply =
        site.pages()
            .page(
                who,
                Frame.Head.of("Usage > Summary", Place.USAGE).with("panel.js"),
                "usage/usage.jte",
                view);
    return asked.days().problems().isEmpty() ? reply : reply.withStatus(422);
  }

  /** The build that someone has typed; its number may be one of the pipeline that is asked for. */
  private Optional<String> build(Visitor who, Asked asked) {
    return asked
        .namedBuild()
        .flatMap(name -> builds.find(who.organizationId(), name, asked.value("pipeline")));
  }

  private Reply part(Visitor who, Request request) {
    var name = PanelName.find(request.parameter("panel")).orElseThrow(HttpError::notFound);
    Asked asked = asked(who, request);
    return request.header("HX-Request").isPresent()
        ? site.pages().part("usage/panel.jte", panels.of(who, asked, name))
        : Pages.seeOther(asked.with("panels", ""));
  }

  private UsageView view(Visitor who, Asked asked) {
    var choices = new Choices(asked, panels.usage().today(), panels.usage().grain(asked.range()));
    var slots =
        PanelName.of(asked).stream()
            .map(name ->
                new UsageView.Slot(
                    name,
                    asked.panel(name),
                    asked.isWhole() ? Optional.of(panels.of(who, asked, name)) : Optional.empty()))
            .toList();
    return new UsageView(
        asked,
        asked.typed(),
        choices,
        chips(who, asked),
        FilterForm.of(who, asked, builds, panels.members()),
        slots,
        asked.with("panels", "all"));
  }

  private List<UsageView.Chip> chips(Visitor who, Asked asked) {
    List<UsageView.Chip> chips = new ArrayList<>();
    for (Dimension one : Arrays.asList(Dimension.values())) {
      String value = asked.value(one.word());
      if (!value.isEmpty()) {
        chips.add(
            new UsageView.Chip(
                capital(one.word()), panels.name(who, one, value), asked.with(one.word(), "")));
      }
    }
    asked
        .build()
        .ifPresent(id ->
            chips.add(
                new UsageView.Chip(
                    "Build", builds.nameOf(who.organizationId(), id), asked.with("build", ""))));
    return chips;
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
