package dev.bridle.fleet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an agent says of itself when it comes. */
public record Registration(
    String name,
    String hostname,
    String os,
    String arch,
    String version,
    String userAgent,
    String ipAddress,
    @Nullable Long priority,
    List<String> tags,
    boolean ignoreInDispatches) {
  public Registration {
    tags = List.copyOf(tags);
  }
}
