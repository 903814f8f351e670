package dev.bridle.web.build;

import dev.bridle.build.BuildLine;
import org.jspecify.annotations.Nullable;

/** A build in a list. */
public record BuildRow(BuildLine build, String address) {
  public String title() {
    return BuildHead.title(build.message(), build.number());
  }

  public String commit() {
    return BuildHead.commit(build.commit());
  }

  public @Nullable Elapsed elapsed() {
    return Elapsed.of(build.startedAt(), build.finishedAt());
  }
}
