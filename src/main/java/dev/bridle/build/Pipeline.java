package dev.bridle.build;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What builds are made of, as it is kept.
 *
 * @param archivedAt since when it takes no builds
 */
public record Pipeline(
    String id,
    String organizationId,
    String clusterId,
    String slug,
    String name,
    @Nullable String description,
    String repository,
    String defaultBranch,
    String configuration,
    String createdBy,
    Instant createdAt,
    @Nullable Instant archivedAt) {
  /** Keeps everything, and takes no builds. */
  public boolean isArchived() {
    return archivedAt != null;
  }

  public boolean hasRepository() {
    return !repository.isBlank();
  }

  /** What kind of host has the repository, in the words that agents know. */
  public String provider() {
    return repository.contains("github") ? "github" : "git";
  }
}
