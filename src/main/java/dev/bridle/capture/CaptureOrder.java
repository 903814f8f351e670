package dev.bridle.capture;

import dev.bridle.auth.JobIdentity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * That calls of an organization are to be captured.
 *
 * @param id of this order; the one after an end has another
 * @param pipelineId the only pipeline whose calls are meant; null for all
 */
public record CaptureOrder(
    String id,
    String organizationId,
    long retentionHours,
    @Nullable String pipelineId,
    @Nullable String pipelineSlug,
    Instant startedAt,
    @Nullable String startedBy) {
  /** The shortest and the longest time that a captured call is kept. */
  public static final long LEAST_HOURS = 1;

  public static final long MOST_HOURS = 720;

  boolean covers(JobIdentity job) {
    return organizationId.equals(job.organizationId())
        && (pipelineId == null || pipelineId.equals(job.pipelineId()));
  }

  Map<String, @Nullable Object> described() {
    var described = new LinkedHashMap<String, @Nullable Object>();
    described.put("retention_hours", retentionHours);
    described.put("pipeline", pipelineSlug);
    return described;
  }
}
