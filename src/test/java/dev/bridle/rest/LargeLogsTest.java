package dev.bridle.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.logs.JobLogs;
import dev.bridle.store.Sha256;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.TestAgent;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Logs that are larger than what memory should hold, in each of their forms. */
@OnBothEngines
class LargeLogsTest {
  private static final String LINE = "\u001b_bk;t=1700000000000\u0007--- \"<grüße>\" 🚨 number ";
  private static final int CHUNKS = 240;
  private static final int READERS = 8;

  private final RunningBridle bridle;
  private final String token;
  private final String path;
  private final String sent;

  LargeLogsTest(Engine engine) {
    bridle = RunningBridle.start(engine);
    var tokens = bridle.setUpForPeople();
    token = tokens.path("api_token").asString();
    var agent =
        TestAgent.register(
            bridle.localUrl(), tokens.path("agent_token").asString(), "queue=default");
    var ana = bridle.as(token);
    String pipelines = "/v2/organizations/acme/pipelines";
    ana.post(
        pipelines,
        Map.of("name", "Demo", "repository", "", "configuration", "steps:\n  - command: a\n"));
    ana.post(pipelines + "/demo/builds", Map.of("commit", "HEAD", "branch", "main"));
    var job = agent.take();
    path = "/builds/1/jobs/" + job.id() + "/log";
    sent = write(agent, job);
  }

  @AfterEach
  void close() {
    bridle.close();
  }

  private static String write(TestAgent agent, TestAgent.Taken job) {
    var whole = new StringBuilder();
    long offset = 0;
    for (int i = 0; i < CHUNKS; i++) {
      var chunk = new StringBuilder();
      while (chunk.length() < JobLogs.CHUNK_BYTES - 15_000) {
        chunk.append(LINE).append(whole.length() + chunk.length()).append("\r\n");
      }
      assertThat(agent.log(job, offset, chunk.toString())).isBetween(200, 201);
      offset += chunk.toString().getBytes(StandardCharsets.UTF_8).length;
      whole.append(chunk);
    }
    assertThat(offset).isGreaterThan(20_000_000);
    return whole.toString();
  }

  private String rest() {
    return "/v2/organizations/acme/pipelines/demo" + path;
  }

  @Test
  void aLargeLogComesWholeInEveryForm() {
    String hash = Sha256.of(sent);
    var ana = bridle.as(token);
    assertThat(Sha256.of(ana.get(rest() + ".txt").text())).isEqualTo(hash);

    var ben = bridle.walker().signedIn(RunningBridle.BEN, RunningBridle.PASSWORD);
    var download = ben.get("/acme/demo" + path + ".txt");
    assertThat(download.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment; filename=\"demo-1-");
    assertThat(Sha256.of(download.body())).isEqualTo(hash);

    var json = ana.get(rest()).json();
    assertThat(Sha256.of(json.path("content").asString())).isEqualTo(hash);
    assertThat(json.path("size").asLong()).isEqualTo(sent.getBytes(StandardCharsets.UTF_8).length);
    assertThat(json.path("url").asString()).endsWith(rest());
    long lines = sent.lines().count();
    assertThat(json.path("header_times")).hasSize((int) lines);
    assertThat(json.path("header_times").path(0).asLong()).isEqualTo(1_700_000_000_000_000_000L);

    String html = ana.get(rest() + ".html").text();
    assertThat(html).startsWith("<div class=\"log\"><div class=\"line\">--- &quot;&lt;grüße&gt;");
    assertThat(html.lines().filter(line -> line.contains("number "))).hasSize((int) lines);
    assertThat(html).endsWith("</div>\n</div>\n");
  }

  /** Each of them held the log several times in memory while its reader was slow. */
  @Test
  void slowReadersOfLargeLogsHoldNoLogInMemory() throws IOException {
    long before = used();
    var readers = new ArrayList<Socket>();
    try {
      for (String form : List.of("", ".txt", ".html")) {
        for (int i = 0; i < READERS; i++) {
          readers.add(asking(rest() + form));
        }
      }
      for (Socket reader : readers) {
        assertThat(new String(reader.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
            .isEqualTo("HTTP/1.1 200 OK");
      }
      // Twenty-four of them; one log as a whole has more than this.
      assertThat(used() - before).isLessThan(20_000_000);
    } finally {
      for (Socket reader : readers) {
        reader.close();
      }
    }
  }

  private Socket asking(String address) throws IOException {
    var server = URI.create(bridle.localUrl());
    var socket = new Socket(server.getHost(), server.getPort());
    String head =
        "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(address, server.getAuthority(), token);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
