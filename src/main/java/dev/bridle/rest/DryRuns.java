package dev.bridle.rest;

import dev.bridle.auth.Principal;
import dev.bridle.http.HttpError;
import dev.bridle.http.Pairs;
import dev.bridle.http.Turns;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What dry runs over past calls have in common: how far back they look, how many there are at once,
 * and how they show a call.
 */
public final class DryRuns {
  private static final int DAYS = 7;
  private static final int MOST_DAYS = 31;

  private final Shapes shapes;
  private final Turns turns;

  /**
   * @param turns shared by all who run some
   */
  public DryRuns(Shapes shapes, Turns turns) {
    this.shapes = shapes;
    this.turns = turns;
  }

  /** Runs one, unless the server is busy with others. */
  <T> T run(Supplier<T> dryRun) {
    return turns.take(dryRun);
  }

  /** How far it looks back: the field {@code days}. */
  static Duration time(JsonNode body) {
    JsonNode days = body.path("days");
    if (days.isMissingNode() || days.isNull()) {
      return Duration.ofDays(DAYS);
    }
    if (!days.isInt() || days.intValue() < 1 || days.intValue() > MOST_DAYS) {
      throw HttpError.unprocessable("days must be a whole number from 1 to " + MOST_DAYS + ".");
    }
    return Duration.ofDays(days.intValue());
  }

  static Map<String, @Nullable Object> begin(Instant from, Instant to, boolean complete) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("from", Times.iso(from));
    shape.put("to", Times.iso(to));
    shape.put("complete", complete);
    return shape;
  }

  static List<Map<String, Object>> notJudged(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(one -> Pairs.of("why", one.getKey(), "calls", one.getValue()))
        .toList();
  }

  Map<String, Object> build(Principal.ApiToken who, String pipelineSlug, long number) {
    String slug = who.organizationSlug();
    var shape = new LinkedHashMap<String, Object>();
    shape.put("pipeline", pipelineSlug);
    shape.put("number", number);
    shape.put("url", shapes.url(slug, "/pipelines/" + pipelineSlug + "/builds/" + number));
    shape.put("web_url", shapes.origin() + "/" + slug + "/" + pipelineSlug + "/builds/" + number);
    return shape;
  }
}
