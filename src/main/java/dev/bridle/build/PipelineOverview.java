package dev.bridle.build;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline as a list shows it.
 *
 * @param last its last builds, newest first
 */
public record PipelineOverview(
    String id,
    String slug,
    String name,
    @Nullable String description,
    String repository,
    String defaultBranch,
    List<BuildLine> last) {
  public PipelineOverview {
    last = List.copyOf(last);
  }
}
