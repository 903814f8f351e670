package dev.bridle.provider;

import dev.bridle.http.Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Anthropic, and every endpoint that speaks its Messages format: which headers pass in which
 * direction. Unknown headers pass, because clients send new ones each month; what identifies
 * someone, moves the bill or belongs to one hop does not.
 */
public final class Anthropic {
  public static final String NAME = "anthropic";
  public static final String DEFAULT_VERSION = "2023-06-01";

  private static final Set<String> NOT_UPSTREAM =
      Set.of(
          "authorization",
          "x-api-key",
          "api-key",
          "proxy-authorization",
          "cookie",
          "host",
          "content-length",
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "expect",
          "accept-encoding",
          "forwarded",
          "via",
          "x-real-ip",
          "true-client-ip",
          "origin",
          "referer",
          "anthropic-workspace-id",
          "anthropic-user-profile",
          "anthropic-user-profile-id");

  private static final Set<String> NOT_TO_JOBS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "set-cookie",
          "server",
          "via",
          "alt-svc",
          "strict-transport-security",
          "report-to",
          "nel",
          "anthropic-organization-id",
          "anthropic-workspace-id");

  private Anthropic() {}

  /** What goes to the provider: one credential, and no trace of the job's. */
  static Headers upstream(Headers received, Connection connection) {
    var lines = new ArrayList<Headers.Line>();
    boolean versioned = false;
    Set<String> ofThisHop = named(received.all("connection"));
    for (Headers.Line line : received) {
      String name = line.name().toLowerCase(Locale.ROOT);
      if (passesUpstream(name) && !ofThisHop.contains(name)) {
        lines.add(new Headers.Line(name, line.value()));
        versioned |= name.equals("anthropic-version");
      }
    }
    if (!versioned) {
      lines.add(new Headers.Line("anthropic-version", DEFAULT_VERSION));
    }
    lines.add(new Headers.Line("accept-encoding", "identity"));
    connection.key().ifPresent(key -> lines.add(connection.keyHeader().carrying(key)));
    return new Headers(lines);
  }

  /** Headers that a {@code Connection} header names end at this hop. */
  private static Set<String> named(List<String> connection) {
    return connection.stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private static boolean passesUpstream(String name) {
    return !NOT_UPSTREAM.contains(name)
        && !name.startsWith("x-forwarded-")
        && !name.startsWith("cf-")
        && !name.startsWith("buildkite-")
        && !name.startsWith("bridle-");
  }

  /** What the job gets to see of the provider's headers. */
  public static Headers toJob(Headers received, Connection connection) {
    var lines = new ArrayList<Headers.Line>();
    for (Headers.Line line : received) {
      String name = line.name().toLowerCase(Locale.ROOT);
      // On a hosted connection the quota is the operator's and no business of the job.
      boolean operatorsQuota =
          connection.method() == Method.HOSTED && name.startsWith("anthropic-ratelimit-");
      if (!NOT_TO_JOBS.contains(name) && !name.startsWith("cf-") && !operatorsQuota) {
        lines.add(new Headers.Line(name, line.value()));
      }
    }
    return new Headers(lines);
  }
}
