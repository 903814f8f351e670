package dev.bridle.policy;

import dev.bridle.auth.JobIdentity;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An order that stops calls at once, whatever the policy says.
 *
 * @param target what of its level is stopped; null for the whole organization
 * @param createdBy the name of whoever gave it
 * @param endsAt null when it stays until someone ends it
 * @param endedAt null while nobody has ended it
 */
public record KillSwitch(
    String id,
    String organizationId,
    Level level,
    @Nullable String target,
    String reason,
    Instant createdAt,
    @Nullable String createdBy,
    @Nullable Instant endsAt,
    @Nullable Instant endedAt,
    @Nullable String endedBy) {

  /** How much is stopped. */
  public enum Level {
    ORGANIZATION,
    PIPELINE,
    PROVIDER,
    MODEL,
    JOB;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Level> find(String word) {
      return Arrays.stream(values()).filter(l -> l.word().equals(word)).findFirst();
    }
  }

  public boolean inForce(Instant now) {
    return endedAt == null && (endsAt == null || now.isBefore(endsAt));
  }

  /** Whether it is about a call, in force or not. */
  public boolean stops(JobIdentity job, String provider, String model) {
    if (!organizationId.equals(job.organizationId())) {
      return false;
    }
    String of = target;
    if (of == null) {
      return level == Level.ORGANIZATION;
    }
    return switch (level) {
      case ORGANIZATION -> true;
      case PIPELINE -> of.equals(job.pipelineSlug()) || of.equals(job.pipelineId());
      case PROVIDER -> of.equalsIgnoreCase(provider);
      case MODEL -> new Glob(of).matchesAnyCase(model);
      case JOB -> of.equals(job.jobId());
    };
  }

  /** Whether it stops such calls whichever job makes them. */
  public boolean stopsAll(String provider, String model) {
    String of = target == null ? "" : target;
    return switch (level) {
      case ORGANIZATION -> true;
      case PROVIDER -> of.equalsIgnoreCase(provider);
      case MODEL -> new Glob(of).matchesAnyCase(model);
      case PIPELINE, JOB -> false;
    };
  }

  /** For whoever reads a job's log. */
  public String sentence() {
    String until = endsAt == null ? "" : " until " + endsAt;
    return "%s are stopped%s: %s; an administrator of the organization can end this."
        .formatted(what(), until, reason);
  }

  private String what() {
    String of = Sentences.shown(target == null ? "" : target);
    return switch (level) {
      case ORGANIZATION -> "All model calls of this organization";
      case PIPELINE, JOB -> "Model calls of the " + level.word() + " " + of;
      case PROVIDER, MODEL -> "Calls to the " + level.word() + " " + of;
    };
  }
}
