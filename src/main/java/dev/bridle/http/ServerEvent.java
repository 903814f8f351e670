package dev.bridle.http;

import org.jspecify.annotations.Nullable;

/**
 * One event as browsers read it.
 *
 * @param id what a reader that comes again says it has seen; null leaves that as it was
 */
public record ServerEvent(String name, @Nullable String id, String data) {
  public ServerEvent {
    if (name.contains("\n") || id != null && id.contains("\n")) {
      throw new IllegalArgumentException("a name or id of an event can't have a second line");
    }
  }

  void appendTo(StringBuilder text) {
    if (id != null) {
      text.append("id: ").append(id).append('\n');
    }
    text.append("event: ").append(name).append('\n');
    data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
    text.append('\n');
  }
}
