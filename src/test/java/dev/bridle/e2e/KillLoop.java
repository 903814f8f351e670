package dev.bridle.e2e;

import static dev.bridle.store.schema.Tables.ALLOWANCE_BALANCE;
import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.store.Database;
import dev.bridle.store.DatabaseUrl;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.CiRecord.RunningJob;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.FakeProvider.Asked;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jooq.Record;

/**
 * Rounds of load that each end with the server's death. Five rounds share a build, whose budget the
 * last of them use up. A call is known by its job and its {@code max_tokens}, which no two calls of
 * one job share.
 */
final class KillLoop implements AutoCloseable {
  private static final int CALLERS = 50;
  private static final int ROUNDS_OF_A_BUILD = 5;
  private static final int JOBS_OF_A_BUILD = 10;
  private static final int FEWEST_TOKENS = 1_000;
  private static final String BUDGET = "3.00";
  private static final long BUDGET_NANOS = 3_000_000_000L;
  private static final long INPUT_TOKENS = 25;
  private static final long NANOS_OF_INPUT = 2_000;
  private static final long NANOS_OF_OUTPUT = 10_000;

  private static final Pattern MAX_TOKENS = Pattern.compile("\"max_tokens\":(\\d+)");
  private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]+)\"");

  /** A job's call, as the provider and the ledger both know it. */
  private record Known(String jobId, long maxTokens) {
    /** What the provider counts for it. */
    long outputTokens() {
      return 10 + maxTokens % 200;
    }

    long nanos() {
      return INPUT_TOKENS * NANOS_OF_INPUT + outputTokens() * NANOS_OF_OUTPUT;
    }
  }

  private record Tally(RunningJob job, AtomicInteger calls) {}

  private final Random random;
  private final FakeProvider provider = new FakeProvider(KillLoop::answer);
  private final ServerProcess server;
  private final DatabaseUrl url;
  private final List<List<Tally>> builds = new ArrayList<>();
  private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
  private final AtomicInteger events = new AtomicInteger();
  private String apiToken = "";

  KillLoop(Engine engine, long seed) {
    random = new Random(seed);
    var flags = new HashMap<String, String>();
    flags.put("anthropic-url", provider.url().toString());
    DatabaseUrl empty = engine.emptyDatabase();
    if (engine == Engine.POSTGRESQL) {
      flags.put(
          "database-url", empty.jdbc().replace("jdbc:postgresql://", "postgresql://postgres@"));
    }
    server = ServerProcess.start(flags, Map.of("BRIDLE_ANTHROPIC_KEY", "sk-ant-operator"));
    url =
        engine == Engine.POSTGRESQL
            ? empty
            : DatabaseUrl.sqlite(server.data().resolve("bridle.db"));
  }

  void play(int rounds) {
    prepare((rounds + ROUNDS_OF_A_BUILD - 1) / ROUNDS_OF_A_BUILD);
    for (int round = 0; round < rounds; round++) {
      playRound(builds.get(round / ROUNDS_OF_A_BUILD));
      server.startAgain();
    }
  }

  private void prepare(int count) {
    // Closed before the first death, which must not find the files held open by anyone else.
    try (var database = Database.open(url)) {
      database.execute(sql -> {
        var ci = CiRecord.of(sql, "acme");
        for (int i = 0; i < count; i++) {
          builds.add(
              ci.runningJobs(sql, i + 1, JOBS_OF_A_BUILD).stream()
                  .map(job -> new Tally(job, new AtomicInteger()))
                  .toList());
        }
        apiToken = ci.apiToken(sql);
      });
    }
    var rest = server.as(apiToken);
    String organization = "/v2/organizations/acme/";
    assertThat(
            rest.put(organization + "model-providers/anthropic", Map.of("method", "hosted"))
                .status())
        .isEqualTo(200);
    for (var allowance : rest.get(organization + "allowances").json()) {
      rest.delete(organization + "allowances/" + allowance.path("id").asString());
    }
    var budget = Map.of("scope", "build", "unit", "usd", "window", "lifetime", "amount", BUDGET);
    assertThat(rest.post(organization + "allowances", budget).status()).isEqualTo(201);
  }

  private void playRound(List<Tally> jobs) {
    int before = events.get();
    int enough = 1 + random.nextInt(2 * CALLERS);
    int extra = random.nextInt(30_000_000);
    var callers = Executors.newVirtualThreadPerTaskExecutor();
    for (int i = 0; i < CALLERS; i++) {
      var job = jobs.get(i % jobs.size());
      callers.execute(() -> callUntilKilled(job));
    }
    callers.shutdown();
    await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofSeconds(30))
        .until(() -> events.get() - before >= enough || callers.isTerminated());
    // Any moment, not one that the counting of events makes likelier.
    LockSupport.parkNanos(extra);
    server.kill();
    await().atMost(Duration.ofSeconds(30)).until(callers::isTerminated);
  }

  private void callUntilKilled(Tally job) {
    try {
      int status;
      do {
        status = call(job.job(), job.calls().incrementAndGet());
        statuses.add(status);
      } while (status == 200);
    } catch (IOException e) {
      // The server has died.
    }
  }

  /** The status; an answer that is not whole is a death. */
  private int call(RunningJob job, int number) throws IOException {
    String body =
        "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":%d,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(FEWEST_TOKENS + number, number % 3 != 0, job.jobId());
    try (var socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort())) {
      String head =
          "POST /v3/ai/anthropic/v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
              .formatted(job.token(), body.length());
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
      int first = socket.getInputStream().read();
      events.incrementAndGet();
      String rest = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      events.incrementAndGet();
      if (first < 0 || !isWhole(rest)) {
        throw new IOException("cut");
      }
      return Integer.parseInt(rest, "TTP/1.1 ".length(), "TTP/1.1 200".length(), 10);
    }
  }

  private static boolean isWhole(String answer) {
    return answer.contains("message_stop") || answer.endsWith("}");
  }

  private static Known known(Asked asked) {
    var maxTokens = MAX_TOKENS.matcher(asked.text());
    var content = CONTENT.matcher(asked.text());
    assertThat(maxTokens.find() && content.find()).isTrue();
    return new Known(content.group(1), Long.parseLong(maxTokens.group(1)));
  }

  private static void answer(Asked asked, OutputStream out) throws Exception {
    var call = known(asked);
    String usage =
        "\"usage\":{\"input_tokens\":%d,\"output_tokens\":%d}"
            .formatted(INPUT_TOKENS, call.outputTokens());
    if (asked.text().contains("\"stream\":true")) {
      stream(out, call);
    } else {
      pace();
      FakeProvider.answering(
              200,
              "application/json",
              "{\"type\":\"message\",\"model\":\"claude-sonnet-5-5\",\"stop_reason\":\"end_turn\","
                  + usage
                  + "}")
          .answer(asked, out);
    }
  }

  private static void stream(OutputStream out, Known call) throws Exception {
    FakeProvider.startStream(out);
    FakeProvider.chunk(
        out,
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"model\":\"claude-sonnet-5-5\",\"usage\":{\"input_tokens\":%d,\"output_tokens\":1}}}\n\n"
            .formatted(INPUT_TOKENS));
    for (int i = 0; i < 4; i++) {
      pace();
      FakeProvider.chunk(
          out,
          "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"word\"}}\n\n");
    }
    FakeProvider.chunk(
        out,
        "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":%d}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
            .formatted(call.outputTokens()));
    FakeProvider.endStream(out);
  }

  /** Models take their time. */
  private static void pace() throws InterruptedException {
    Thread.sleep(ThreadLocalRandom.current().nextInt(20));
  }

  void check() {
    assertThat(statuses).isSubsetOf(200, 402, 429).contains(200);
    var verified = server.as(apiToken).post("/v2/organizations/acme/ledger/verify", Map.of());
    assertThat(verified.json().path("differences").asLong(-1)).as(verified.text()).isZero();
    try (var database = Database.open(url)) {
      List<Record> rows =
          database.read(sql -> sql.selectFrom(MODEL_CALL).<Record>fetch(row -> row));
      checkRows(rows);
      List<Record> all =
          database.read(sql -> sql.selectFrom(ALLOWANCE_BALANCE).<Record>fetch(row -> row));
      for (Record balance : all) {
        assertThat(balance.get(ALLOWANCE_BALANCE.SETTLED)).isBetween(1L, BUDGET_NANOS);
        assertThat(balance.get(ALLOWANCE_BALANCE.HELD)).isZero();
      }
      assertThat(all).hasSameSizeAs(builds);
    }
  }

  private void checkRows(List<Record> rows) {
    var seen = new HashSet<Known>();
    provider.asked().stream().map(KillLoop::known).forEach(seen::add);
    assertThat(seen).hasSameSizeAs(provider.asked());
    var inLedger = new HashSet<Known>();
    for (Record row : rows) {
      var call = new Known(row.get(MODEL_CALL.JOB_ID), row.get(MODEL_CALL.MAX_TOKENS));
      assertThat(inLedger.add(call)).as("a second row of " + call).isTrue();
      checkRow(row, call, seen.contains(call));
    }
    assertThat(inLedger).containsAll(seen);
  }

  private static void checkRow(Record row, Known call, boolean seen) {
    long cost = row.get(MODEL_CALL.COST_NANO);
    long atMost = row.get(MODEL_CALL.COST_AT_MOST_NANO);
    assertThat(row.get(MODEL_CALL.SETTLED_MS)).as(call.toString()).isNotNull();
    switch (row.get(MODEL_CALL.OUTCOME)) {
      case "completed" -> {
        assertThat(seen).isTrue();
        assertThat(row.get(MODEL_CALL.CERTAINTY)).isEqualTo("exact");
        assertThat(cost).as(call.toString()).isEqualTo(call.nanos()).isEqualTo(atMost);
      }
      case "gateway_killed" -> {
        assertThat(row.get(MODEL_CALL.CERTAINTY)).isEqualTo("floor");
        assertThat(call.nanos()).as(call.toString()).isBetween(cost, atMost);
      }
      default -> throw new AssertionError(call + " has the outcome " + row);
    }
  }

  @Override
  public void close() {
    server.close();
    provider.close();
  }
}
