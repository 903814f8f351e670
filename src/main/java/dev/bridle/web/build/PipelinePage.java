package dev.bridle.web.build;

import dev.bridle.build.BuildLine;
import dev.bridle.build.BuildLines;
import dev.bridle.build.BuildState;
import dev.bridle.build.Builds;
import dev.bridle.build.Pipeline;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.Members;
import dev.bridle.web.Filters;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pipeline with its builds, newest first. */
public final class PipelinePage {
  /** Which builds are asked for; an empty text asks for any. */
  public record Asked(String state, String branch, String creator) {
    static Asked of(Request request) {
      return new Asked(
          request.query("state").orElse(""),
          request.query("branch").orElse("").strip(),
          request.query("creator").orElse(""));
    }

    public boolean isAnything() {
      return !state.isEmpty() || !branch.isEmpty() || !creator.isEmpty();
    }

    Map<String, String> words() {
      return Map.of("state", state, "branch", branch, "creator", creator);
    }

    /** A state that there is none of asks for all of them. */
    Builds.Filter filter(Pipeline pipeline) {
      return new Builds.Filter(
          pipeline.organizationId(),
          pipeline.id(),
          Arrays.stream(BuildState.values()).filter(one -> one.word().equals(state)).toList(),
          some(branch),
          List.of(),
          some(creator));
    }

    private static List<String> some(String text) {
      return text.isEmpty() ? List.of() : List.of(text);
    }
  }

  /**
   * What the page shows.
   *
   * @param creators of the last builds, and the one who is asked for: names by ids
   * @param newer where the builds before these are; empty when these are the first
   * @param older where the builds after these are; empty when these are the last
   */
  public record View(
      List<Crumb> crumbs,
      Pipeline pipeline,
      PipelineAddress address,
      Asked asked,
      Map<String, String> creators,
      List<BuildRow> rows,
      String newer,
      String older,
      Instant now) {
    public List<String> states() {
      return Arrays.stream(BuildState.values()).map(BuildState::word).toList();
    }
  }

  private static final int PAGE = 30;
  private static final int CREATORS_OF = 500;
  private static final String ID = "[0-9a-f-]{36}";

  private final Site site;
  private final Found found;
  private final BuildLines builds;
  private final Members members;
  private final InstantSource clock;

  PipelinePage(Site site, Found found, BuildLines builds, Members members, InstantSource clock) {
    this.site = site;
    this.found = found;
    this.builds = builds;
    this.members = members;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/{organization}/{pipeline}", site.door().member(this::show)),
        Route.get("/{organization}/{pipeline}/builds", site.door().member(this::lead)));
  }

  private Reply lead(Visitor who, Request request) {
    return Pages.seeOther(PipelineAddress.of(who, found.pipeline(who, request)).builds());
  }

  private Reply show(Visitor who, Request request) {
    var pipeline = found.pipeline(who, request);
    var asked = Asked.of(request);
    String after = request.query("after").filter(id -> id.matches(ID)).orElse(null);
    String before = request.query("before").filter(id -> id.matches(ID)).orElse(null);
    var listed =
        builds.list(asked.filter(pipeline), after, after == null ? before : null, PAGE + 1);
    return site.pages()
        .page(
            who,
            Frame.Head.of(pipeline.name(), Place.PIPELINES),
            "build/pipeline.jte",
            view(who, pipeline, asked, listed, after, after == null ? before : null));
  }

  /** One build more than is shown tells whether there are others. */
  private View view(
      Visitor who,
      Pipeline pipeline,
      Asked asked,
      List<BuildLine> listed,
      @Nullable String after,
      @Nullable String before) {
    var address = PipelineAddress.of(who, pipeline);
    boolean more = listed.size() > PAGE;
    var shown =
        !more ? listed : before == null ? listed.subList(0, PAGE) : listed.subList(1, PAGE + 1);
    boolean hasNewer = !shown.isEmpty() && (before == null ? after != null : more);
    boolean hasOlder = !shown.isEmpty() && (before != null || more);
    return new View(
        List.of(Crumb.pipelines(who)),
        pipeline,
        address,
        asked,
        creators(who, pipeline, asked),
        shown.stream()
            .map(build -> new BuildRow(build, address.build(build.number()).summary()))
            .toList(),
        hasNewer ? at(address, asked, "before", shown.getFirst().id()) : "",
        hasOlder ? at(address, asked, "after", shown.getLast().id()) : "",
        clock.instant());
  }

  private Map<String, String> creators(Visitor who, Pipeline pipeline, Asked asked) {
    var creators = new LinkedHashMap<>(builds.creators(pipeline.id(), CREATORS_OF));
    if (!asked.creator().isEmpty() && !creators.containsKey(asked.creator())) {
      members
          .find(who.organizationId(), asked.creator())
          .ifPresent(person -> creators.put(person.id(), person.name()));
    }
    return creators;
  }

  private static String at(PipelineAddress address, Asked asked, String side, String id) {
    var words = new HashMap<>(asked.words());
    words.put(side, id);
    return Filters.address(address.builds(), words);
  }
}
