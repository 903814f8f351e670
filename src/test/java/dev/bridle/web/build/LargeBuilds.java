package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.TestAgent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Builds with very much in them, made as an agent makes them. */
record LargeBuilds(PipelineSite site, TestAgent agent) {
  private static final int JOBS = 1_000;
  private static final int OF_AN_UPLOAD = 333;
  private static final int CHUNK = 95_000;

  /** A build that grows to a thousand jobs by uploads; answers its address. */
  String ofManyJobs() {
    site.pipeline("Large", "steps:\n  - label: Upload\n    command: up\n");
    site.build("large", "A thousand jobs");
    var first = agent.take();
    for (int from = 1; from < JOBS; from += OF_AN_UPLOAD) {
      var steps =
          IntStream.range(from, Math.min(JOBS, from + OF_AN_UPLOAD))
              .mapToObj(i -> Map.of("label", "Step number " + i, "command", "make " + i))
              .toList();
      var answer =
          agent
              .as(first)
              .post(
                  "/v3/jobs/" + first.id() + "/pipelines",
                  Map.of("uuid", UUID.randomUUID().toString(), "pipeline", Map.of("steps", steps)));
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
    agent.finish(first, "0");
    return "/acme/large/builds/1";
  }

  /** A build of one job whose log has about so many bytes; answers the job's address. */
  String withLog(long bytes) {
    site.pipeline("Logged", "steps:\n  - label: Log\n    command: log\n    priority: 10\n");
    site.build("logged", "A long log");
    var job = agent.take();
    long line = 0;
    for (long offset = 0; offset + CHUNK < bytes; ) {
      var text = new StringBuilder();
      while (text.length() < CHUNK - 200) {
        line++;
        text.append(line % 5000 == 1 ? "--- Part " + line + "\r\n" : "")
            .append("\u001b_bk;t=")
            .append(1_764_000_000_000L + line)
            .append("\u0007\u001b[32mline\u001b[0m ")
            .append(line)
            .append(" of a log that goes on and on\r\n");
      }
      assertThat(agent.log(job, offset, text.toString())).isEqualTo(201);
      offset += text.toString().getBytes(StandardCharsets.UTF_8).length;
    }
    agent.finish(job, "0");
    return "/acme/logged/builds/1/jobs/" + job.id();
  }
}
