package dev.bridle.rest;

import dev.bridle.http.Pairs;
import dev.bridle.logs.Colour;
import dev.bridle.logs.LogFinds;
import dev.bridle.logs.LogGroup;
import dev.bridle.logs.LogLine;
import dev.bridle.logs.LogOutline;
import dev.bridle.logs.LogPassage;
import dev.bridle.logs.Span;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How lines of logs look in JSON. Their text is text: nothing in it is markup. */
final class LogShapes {
  private LogShapes() {}

  static Map<String, @Nullable Object> passage(LogPassage passage) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("lines", passage.lines().stream().map(LogShapes::line).toList());
    shape.put("total_lines", passage.total());
    shape.put("size", passage.size());
    shape.put("last_line_open", passage.open());
    return shape;
  }

  private static Map<String, @Nullable Object> line(LogLine line) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("number", line.number());
    shape.put("at", Times.iso(line.at()));
    shape.put("header", line.header() == null ? null : word(line.header()));
    shape.put("spans", line.spans().stream().map(LogShapes::span).toList());
    shape.put("cut", line.cut());
    return shape;
  }

  /** What is usual is left out: most spans are plain. */
  private static Map<String, Object> span(Span span) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("text", span.text());
    var style = span.style();
    if (style.front() != null) {
      shape.put("front", colour(style.front()));
    }
    if (style.back() != null) {
      shape.put("back", colour(style.back()));
    }
    style.effects().stream().sorted().forEach(effect -> shape.put(word(effect), true));
    return shape;
  }

  private static Object colour(Colour colour) {
    return switch (colour) {
      case Colour.Palette(int index) -> index;
      case Colour.Rgb rgb -> rgb.hex();
    };
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static Map<String, @Nullable Object> outline(LogOutline outline) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("groups", outline.groups().stream().map(LogShapes::group).toList());
    shape.put("all", outline.all());
    shape.put("total_lines", outline.total());
    shape.put("size", outline.size());
    return shape;
  }

  private static Map<String, @Nullable Object> group(LogGroup group) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("line", group.line());
    shape.put("last_line", group.lastLine());
    shape.put("kind", word(group.kind()));
    shape.put("title", group.title());
    shape.put("expanded", group.expanded());
    shape.put("at", Times.iso(group.at()));
    shape.put("duration_ms", group.duration() == null ? null : group.duration().toMillis());
    return shape;
  }

  static Map<String, @Nullable Object> finds(LogFinds finds) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("finds", finds.finds().stream().map(LogShapes::find).toList());
    shape.put("next", finds.next().isPresent() ? finds.next().getAsLong() : null);
    shape.put("total_lines", finds.total());
    return shape;
  }

  private static Map<String, Object> find(LogFinds.Find find) {
    return Pairs.of("line", find.line(), "column", find.column(), "text", find.text());
  }
}
