package dev.bridle.web.build;

import dev.bridle.build.Build;
import dev.bridle.build.BuildState;
import dev.bridle.pipeline.JobReferences;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands above each page of a build.
 *
 * @param creator their name; empty when nobody in particular made it
 * @param canBeRebuilt whether its pipeline takes builds
 */
public record BuildHead(
    BuildAddress address, Build build, String creator, boolean canBeRebuilt, Instant now) {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}");
  private static final int SHORT_HASH = 10;
  private static final int LONGEST_TITLE = 200;

  /**
   * The first line of the message, cut when it is very long; a build without one goes by its
   * number.
   */
  public String title() {
    return title(build.message(), build.number());
  }

  static String title(String message, long number) {
    String first = firstLine(message);
    if (isLong(first)) {
      return first.substring(0, first.offsetByCodePoints(0, LONGEST_TITLE)) + "…";
    }
    return first.isEmpty() ? "Build #" + number : first;
  }

  private static String firstLine(String message) {
    return message.strip().lines().findFirst().orElse("");
  }

  private static boolean isLong(String line) {
    return line.codePointCount(0, line.length()) > LONGEST_TITLE;
  }

  /** Whether the title is not all of the message's first line. */
  public boolean isTitleCut() {
    return isLong(firstLine(build.message()));
  }

  /** What the message says after its first line; all of it when that is cut. */
  public String moreMessage() {
    String message = build.message().strip();
    if (isTitleCut()) {
      return message;
    }
    int end = message.indexOf('\n');
    return end < 0 ? "" : message.substring(end).strip();
  }

  public String commit() {
    return commit(build.commit());
  }

  /** A whole hash is cut; a name such as HEAD stays. */
  static String commit(String commit) {
    return HASH.matcher(commit.toLowerCase(Locale.ROOT)).matches()
        ? commit.substring(0, SHORT_HASH)
        : commit;
  }

  public @Nullable Elapsed elapsed() {
    return Elapsed.of(build.startedAt(), build.finishedAt());
  }

  /** How long it waited for an agent, or has waited so far. */
  public Elapsed waited() {
    var until = build.startedAt() == null ? build.finishedAt() : build.startedAt();
    return new Elapsed(build.createdAt(), until);
  }

  public boolean canBeCanceled() {
    return build.state().underWay();
  }

  public boolean canBeRetried() {
    boolean hasFailed = build.state() == BuildState.FAILED || build.state() == BuildState.FAILING;
    return hasFailed && build.failure() == null;
  }

  public boolean isOver() {
    return build.state().over();
  }

  /** Why it never began. */
  public @Nullable String failure() {
    String failure = build.failure();
    return failure == null ? null : JobReferences.shown(failure);
  }
}
