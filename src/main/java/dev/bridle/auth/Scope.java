package dev.bridle.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an API token may be used for. */
public enum Scope {
  READ_ORGANIZATIONS,
  WRITE_ORGANIZATIONS,
  READ_CLUSTERS,
  WRITE_CLUSTERS,
  READ_AGENTS,
  WRITE_AGENTS,
  READ_PIPELINES,
  WRITE_PIPELINES,
  READ_BUILDS,
  WRITE_BUILDS,
  READ_BUILD_LOGS,
  READ_JOB_ENV,
  READ_MODEL_PROVIDERS,
  WRITE_MODEL_PROVIDERS,
  READ_ALLOWANCES,
  WRITE_ALLOWANCES,
  READ_AI_POLICY,
  WRITE_AI_POLICY,
  READ_CAPTURE,
  WRITE_CAPTURE,
  READ_CAPTURED_CALLS,
  READ_USAGE,
  READ_USER,
  WRITE_USER,
  READ_AUDIT_EVENTS;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Scope> find(String word) {
    return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
  }
}
