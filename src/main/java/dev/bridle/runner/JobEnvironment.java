package dev.bridle.runner;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The environment of a job: a little of ours, the job's own, and what an agent adds. */
final class JobEnvironment {
  /** Nothing else of the runner's environment reaches a job: it may hold secrets. */
  private static final Set<String> OURS =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "LANG",
          "LC_ALL",
          "LC_CTYPE",
          "TERM",
          "TMPDIR",
          "TZ",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "http_proxy",
          "https_proxy",
          "no_proxy",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR");

  private JobEnvironment() {}

  static Map<String, String> of(
      Map<String, String> process, AcceptedJob job, String endpoint, Path folder) {
    var environment = new HashMap<String, String>();
    OURS.forEach(name -> {
      if (process.containsKey(name)) {
        environment.put(name, process.getOrDefault(name, ""));
      }
    });
    environment.putIfAbsent("TERM", "dumb");
    environment.putAll(job.env());
    environment.put("BUILDKITE_AGENT_ENDPOINT", endpoint);
    environment.put("BUILDKITE_AGENT_ACCESS_TOKEN", job.token().reveal());
    environment.put("BUILDKITE_AGENT_PID", String.valueOf(ProcessHandle.current().pid()));
    environment.put("BUILDKITE_BUILD_CHECKOUT_PATH", folder.toString());
    return environment;
  }
}
