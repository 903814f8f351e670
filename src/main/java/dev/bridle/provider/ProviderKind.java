package dev.bridle.provider;

import dev.bridle.http.Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is peculiar to one provider's API on its way there and back. Unknown headers pass, because
 * clients send new ones each month; what identifies someone, moves the bill or belongs to one hop
 * does not.
 *
 * @param keyHeader which header carries its key, unless a connection says otherwise
 * @param defaults headers that are sent where a request has none of that name
 * @param notUpstream its own headers that a job may not set
 * @param notToJobs its own headers that a job does not see
 * @param quota how the headers begin that tell what is left to the holder of the key, or what they
 *     have bought
 */
public record ProviderKind(
    String name,
    KeyHeader keyHeader,
    Headers defaults,
    Set<String> notUpstream,
    Set<String> notToJobs,
    List<String> quota) {
  private static final Set<String> NEVER_UPSTREAM =
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
          // An answer that isn't the whole one can't be counted.
          "if-match",
          "if-none-match",
          "if-modified-since",
          "if-unmodified-since",
          "if-range",
          "range",
          // They would make another request of what was judged.
          "x-http-method",
          "x-http-method-override",
          "x-method-override",
          "x-original-url",
          "x-rewrite-url",
          "http2-settings",
          "x-goog-user-project");

  /**
   * How the names of headers end in which providers look for a credential: with two of them, one
   * could answer that ours is bad.
   */
  private static final List<String> CREDENTIALS =
      List.of(
          "api-key",
          "apikey",
          "admin-key",
          "access-key",
          "auth-key",
          "subscription-key",
          "-token",
          "-authorization",
          "-credential");

  private static final Set<String> NEVER_TO_JOBS =
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
          "nel");

  public ProviderKind {
    notUpstream = Set.copyOf(notUpstream);
    notToJobs = Set.copyOf(notToJobs);
    quota = List.copyOf(quota);
  }

  /** Every kind that Bridle knows. */
  public static List<ProviderKind> all() {
    return List.of(Anthropic.KIND, OpenAi.KIND);
  }

  public static List<String> names() {
    return all().stream().map(ProviderKind::name).toList();
  }

  public static Optional<ProviderKind> find(String name) {
    return all().stream().filter(kind -> kind.name.equals(name)).findFirst();
  }

  /** The kind of a stored connection. */
  static ProviderKind of(String name) {
    return find(name).orElseThrow();
  }

  /**
   * What goes to the provider: one credential, and no trace of the job's.
   *
   * @param key the key of the connection, if it has any
   */
  Headers upstream(Headers received, Connection connection, Optional<ProviderKey> key) {
    var lines = new ArrayList<Headers.Line>();
    Set<String> sent = new HashSet<>();
    Set<String> ofThisHop = named(received.all("connection"));
    for (Headers.Line line : received) {
      String name = line.name().toLowerCase(Locale.ROOT);
      if (passesUpstream(name) && !ofThisHop.contains(name)) {
        lines.add(new Headers.Line(name, line.value()));
        sent.add(name);
      }
    }
    defaults.lines().stream().filter(line -> !sent.contains(line.name())).forEach(lines::add);
    lines.add(new Headers.Line("accept-encoding", "identity"));
    key.ifPresent(one -> lines.add(connection.keyHeader().carrying(one.secret())));
    return new Headers(lines);
  }

  /** Headers that a {@code Connection} header names end at this hop. */
  private static Set<String> named(List<String> connection) {
    return connection.stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private boolean passesUpstream(String name) {
    return !NEVER_UPSTREAM.contains(name)
        && !notUpstream.contains(name)
        && CREDENTIALS.stream().noneMatch(name::endsWith)
        && !name.startsWith("x-forwarded-")
        && !name.startsWith("cf-")
        && !name.startsWith("buildkite-")
        && !name.startsWith("bridle-");
  }

  /** What the job gets to see of the provider's headers. */
  public Headers toJob(Headers received, Connection connection) {
    var lines = new ArrayList<Headers.Line>();
    for (Headers.Line line : received) {
      String name = line.name().toLowerCase(Locale.ROOT);
      // On a hosted connection the quota is the operator's and no business of the job.
      boolean operatorsQuota =
          connection.method() == Method.HOSTED && quota.stream().anyMatch(name::startsWith);
      if (passesToJobs(name) && !operatorsQuota) {
        lines.add(new Headers.Line(name, line.value()));
      }
    }
    return new Headers(lines);
  }

  private boolean passesToJobs(String name) {
    return !NEVER_TO_JOBS.contains(name)
        && !notToJobs.contains(name)
        && !name.startsWith("cf-")
        && !name.startsWith("bridle-");
  }
}
