package dev.bridle.audit;

import org.jspecify.annotations.Nullable;

/** Who acted and from where, as plain values. */
public record Actor(
    String type,
    @Nullable String id,
    @Nullable String name,
    @Nullable String requestIp,
    @Nullable String userAgent) {
  /** An operator on the server's own machine. */
  public static Actor operator(String requestIp, @Nullable String userAgent) {
    return new Actor("OPERATOR", null, null, requestIp, userAgent);
  }
}
