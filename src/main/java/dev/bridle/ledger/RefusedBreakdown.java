package dev.bridle.ledger;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls that were not made by what they are told apart by, the largest groups of a page.
 *
 * @param total all of them
 * @param others what is in no group of this page or those before it
 * @param more whether there are groups after these
 */
public record RefusedBreakdown(long total, List<Group> groups, long others, boolean more) {
  /**
   * One group.
   *
   * @param build null where groups are no builds
   */
  public record Group(String key, long times, @Nullable Build build) {}

  /** What is known of a build whose calls were refused. */
  public record Build(
      String pipelineSlug, long number, String branch, @Nullable String creatorId) {}

  static RefusedBreakdown of(List<Group> rows, long total, int offset, int atMost) {
    int from = Math.min(offset, rows.size());
    var shown = rows.subList(from, Math.min(rows.size(), from + atMost));
    long seen =
        rows.subList(0, from + shown.size()).stream()
            .mapToLong(RefusedBreakdown.Group::times)
            .sum();
    return new RefusedBreakdown(
        total, List.copyOf(shown), total - seen, rows.size() > offset + atMost);
  }

  /** The same groups, which are builds, with what is known of them. */
  RefusedBreakdown with(Map<String, Build> builds) {
    var named =
        groups.stream()
            .map(group -> new Group(group.key(), group.times(), builds.get(group.key())))
            .toList();
    return new RefusedBreakdown(total, named, others, more);
  }
}
