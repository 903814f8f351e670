package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.startStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to the calls of a job when the job is canceled or finished under them. */
class EndedJobTest {
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String START =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[],"stop_reason":null,"usage":{"input_tokens":1000,"output_tokens":1}}}

      """;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final FakeProvider provider = new FakeProvider((_, _) -> hold());
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private void hold() throws InterruptedException {
    asked.countDown();
    closed.await(1, TimeUnit.MINUTES);
  }

  private CompletableFuture<HttpResponse<String>> call() throws InterruptedException {
    var answer = CompletableFuture.supplyAsync(() -> desk.post("/v1/messages", ASK));
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    return answer;
  }

  /** Reads a streamed answer to its end; tells when its first event is here. */
  private String read(CountDownLatch begun) {
    var request =
        HttpRequest.newBuilder(desk.ai("/v1/messages"))
            .header("x-api-key", desk.job.token())
            .POST(HttpRequest.BodyPublishers.ofString(ASK))
            .build();
    var answer = new StringBuilder();
    try (var http = HttpClient.newHttpClient();
        var lines = http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
      lines.forEach(line -> {
        answer.append(line);
        if (line.contains("message_start")) {
          begun.countDown();
        }
      });
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return answer.toString();
  }

  private void cancelBuild() {
    assertThat(desk.put("pipelines/analysis/builds/1/cancel", "{}").statusCode()).isEqualTo(200);
  }

  private void finishJob() {
    var finish =
        HttpRequest.newBuilder(desk.ai("/").resolve("/v3/jobs/" + desk.job.jobId() + "/finish"))
            .header("Authorization", "Token " + desk.job.token())
            .PUT(HttpRequest.BodyPublishers.ofString("{\"exit_status\":\"0\"}"));
    assertThat(desk.send(finish).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStreamIsCutWithinASecondAndSettledWithWhatIsKnown(boolean canceled) throws Exception {
    provider.behave((_, out) -> {
      try {
        startStream(out);
        chunk(out, START);
        while (true) {
          chunk(out, "event: ping\ndata: {\"type\":\"ping\"}\n\n");
          Thread.sleep(20);
        }
      } catch (IOException e) {
        closed.countDown();
      }
    });
    var begun = new CountDownLatch(1);
    var answer = CompletableFuture.supplyAsync(() -> read(begun));
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    if (canceled) {
      cancelBuild();
    } else {
      finishJob();
    }
    assertThat(answer.get(1, TimeUnit.SECONDS)).contains("The job of this call has ended.");
    assertThat(closed.await(1, TimeUnit.SECONDS)).isTrue();
    var row = desk.calls().get(0);
    assertThat(row.path("outcome").asString()).isEqualTo("job_ended");
    assertThat(row.path("certainty").asString()).isEqualTo("estimated");
    assertThat(row.path("input_tokens").asLong()).isEqualTo(1000);
  }

  @Test
  void aCallThatWaitsForItsAnswerIsGivenUp() throws Exception {
    var answer = call();
    cancelBuild();
    var refused = answer.get(1, TimeUnit.SECONDS);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("job_finished");
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> desk.calls().get(0).path("outcome").asString().equals("job_ended"));
    assertThat(desk.calls().get(0).path("certainty").asString()).isEqualTo("floor");
    closed.countDown();
  }
}
