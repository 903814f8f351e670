package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.endStream;
import static dev.bridle.testing.FakeProvider.startStream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.CiRecord.RunningJob;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A fan-out of jobs spends one budget at once: not a cent more than there is, and nothing stuck.
 */
@OnBothEngines
class NeverACentOverTest {
  private static final int JOBS = 200;
  private static final int CALLS = 1_000;

  private final FakeProvider provider = new FakeProvider(NeverACentOverTest::answer);
  private final CallDesk desk;

  NeverACentOverTest(Engine engine) {
    desk = CallDesk.open(engine, provider, Duration.ofSeconds(60), Map.of());
    desk.deleteAllowances();
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private static void answer(FakeProvider.Asked asked, OutputStream out) throws Exception {
    Thread.sleep(ThreadLocalRandom.current().nextInt(30));
    int input = 20 + ThreadLocalRandom.current().nextInt(60);
    int output = 200 + ThreadLocalRandom.current().nextInt(800);
    if (asked.text().contains("\"stream\":true")) {
      stream(out, input, output);
    } else {
      plain(out, input, output);
    }
  }

  private static void plain(OutputStream out, int input, int output) throws Exception {
    FakeProvider.answering(
            200,
            "application/json",
            "{\"id\":\"m\",\"type\":\"message\",\"model\":\"claude-sonnet-5-5\",\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":%d,\"output_tokens\":%d}}"
                .formatted(input, output))
        .answer(new FakeProvider.Asked("", "", Map.of(), new byte[0]), out);
  }

  private static void stream(OutputStream out, int input, int output) throws IOException {
    startStream(out);
    chunk(
        out,
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"claude-sonnet-5-5\",\"usage\":{\"input_tokens\":%d,\"output_tokens\":1}}}\n\n"
            .formatted(input));
    chunk(
        out,
        "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":%d}}\n\n"
            .formatted(output));
    chunk(out, "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    endStream(out);
  }

  private static HttpRequest.Builder call(CallDesk desk, RunningJob job, boolean stream) {
    return HttpRequest.newBuilder(desk.ai("/v1/messages"))
        .header("x-api-key", job.token())
        .timeout(Duration.ofSeconds(90))
        .POST(
            HttpRequest.BodyPublishers.ofString(
                "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":1000,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                    .formatted(stream)));
  }

  @Test
  void aThousandCallsOfTwoHundredJobsSpendAtMostTheDollar() throws Exception {
    var jobs = desk.database().write(sql -> desk.ci.runningJobs(sql, 2, JOBS));
    var budget = desk.allow("build", "usd", "lifetime", "1.00");
    List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      var job = jobs.get(i % JOBS);
      boolean stream = i % 2 == 0;
      calls.add(() -> desk.send(call(desk, job, stream)));
    }
    var statuses = new ArrayList<Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(calls)) {
        statuses.add(answer.get().statusCode());
      }
    }
    assertThat(statuses).containsOnly(200, 402);
    long admitted = statuses.stream().filter(status -> status == 200).count();
    // A call costs at most a cent and a bit, so at least that many fit.
    assertThat(admitted).isBetween(90L, (long) CALLS - 1);
    assertThat(provider.messages()).isEqualTo(admitted);

    var balance = desk.allowance(budget).path("balances").path(0);
    assertThat(new BigDecimal(balance.path("held").asString())).isEqualByComparingTo("0");
    var settled = new BigDecimal(balance.path("settled").asString());
    assertThat(settled).isLessThanOrEqualTo(new BigDecimal("1.00"));
    // What is left is less than one more call could need.
    assertThat(settled).isGreaterThan(new BigDecimal("0.98"));
    assertThat(new BigDecimal(desk.usage("build").at("/totals/cost_usd").asString()))
        .isEqualByComparingTo(settled);
  }
}
