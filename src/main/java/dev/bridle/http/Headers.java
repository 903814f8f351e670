package dev.bridle.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Header lines in their order; names compare without case. */
public record Headers(List<Line> lines) implements Iterable<Headers.Line> {
  /** One header line. */
  public record Line(String name, String value) {}

  public static final Headers NONE = new Headers(List.of());

  public Headers {
    lines = List.copyOf(lines);
  }

  public static Headers of(String... namesAndValues) {
    var lines = new ArrayList<Line>(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      lines.add(new Line(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new Headers(lines);
  }

  public Headers with(String name, String value) {
    var more = new ArrayList<Line>(lines.size() + 1);
    more.addAll(lines);
    more.add(new Line(name, value));
    return new Headers(more);
  }

  public Headers with(Headers others) {
    var more = new ArrayList<>(lines);
    more.addAll(others.lines);
    return new Headers(more);
  }

  /** Others instead of those of the same names, and the rest. */
  public Headers replacedBy(Headers others) {
    var kept = new ArrayList<Line>(lines.size() + others.lines.size());
    for (Line line : lines) {
      if (others.first(line.name).isEmpty()) {
        kept.add(line);
      }
    }
    kept.addAll(others.lines);
    return new Headers(kept);
  }

  public Optional<String> first(String name) {
    for (Line line : lines) {
      if (line.name.equalsIgnoreCase(name)) {
        return Optional.of(line.value);
      }
    }
    return Optional.empty();
  }

  public List<String> all(String name) {
    return lines.stream().filter(l -> l.name.equalsIgnoreCase(name)).map(Line::value).toList();
  }

  @Override
  public Iterator<Line> iterator() {
    return lines.iterator();
  }

  /** Names only: values may be secrets. */
  @Override
  public String toString() {
    return lines.stream().map(Line::name).toList().toString();
  }
}
