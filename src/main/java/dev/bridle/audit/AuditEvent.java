package dev.bridle.audit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One act: its type in the words of {@code MODEL_PROVIDER_UPDATED}, its subject, and what was
 * before and after. Secrets never stand in {@code before} or {@code after}.
 */
public record AuditEvent(
    String organizationId,
    String type,
    String subjectType,
    String subjectId,
    @Nullable String subjectName,
    Map<String, ?> before,
    Map<String, ?> after) {
  public static AuditEvent created(
      String organizationId,
      String subjectType,
      String subjectId,
      @Nullable String subjectName,
      Map<String, ?> after) {
    return new AuditEvent(
        organizationId,
        subjectType + "_CREATED",
        subjectType,
        subjectId,
        subjectName,
        Map.of(),
        after);
  }
}
