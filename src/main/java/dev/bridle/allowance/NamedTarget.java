package dev.bridle.allowance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target as people know it.
 *
 * @param name empty when it is no longer known
 * @param pipeline the slug of its pipeline, for a pipeline, build or job
 * @param build its number, for a build or job
 * @param cluster the id of its cluster, for a cluster or queue
 */
public record NamedTarget(
    String id,
    String name,
    @Nullable String pipeline,
    @Nullable Long build,
    @Nullable String cluster) {
  static NamedTarget of(String id, String name) {
    return new NamedTarget(id, name, null, null, null);
  }

  /** Names by their ids; who is not among them is known by the id only. */
  static NamedTarget find(List<NamedTarget> named, String id) {
    return named.stream().filter(one -> one.id().equals(id)).findFirst().orElse(of(id, ""));
  }
}
