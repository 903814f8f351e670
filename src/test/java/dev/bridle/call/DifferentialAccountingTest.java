package dev.bridle.call;

import static dev.bridle.store.schema.Tables.ALLOWANCE;
import static dev.bridle.store.schema.Tables.ALLOWANCE_BALANCE;
import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.allowance.Admission;
import dev.bridle.allowance.Admissions;
import dev.bridle.allowance.AllowanceTerms;
import dev.bridle.allowance.Allowances;
import dev.bridle.allowance.LiveCall;
import dev.bridle.allowance.Mode;
import dev.bridle.allowance.Scope;
import dev.bridle.allowance.Unit;
import dev.bridle.allowance.Window;
import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.JobIdentity;
import dev.bridle.auth.JobTokens;
import dev.bridle.call.RandomMessage.End;
import dev.bridle.http.Body;
import dev.bridle.ledger.ClientOrigin;
import dev.bridle.ledger.Ending;
import dev.bridle.ledger.Ledger;
import dev.bridle.ledger.Outcome;
import dev.bridle.meter.AnthropicAnswerMeter;
import dev.bridle.meter.AnthropicStreamMeter;
import dev.bridle.meter.Meter;
import dev.bridle.meter.Reading;
import dev.bridle.price.Money;
import dev.bridle.price.PriceBook;
import dev.bridle.provider.Connection;
import dev.bridle.provider.KeyHeader;
import dev.bridle.provider.Method;
import dev.bridle.provider.Place;
import dev.bridle.store.Database;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.MovableClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.jooq.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A hundred thousand random calls against what their provider says that it billed for each, added
 * up in decimals from the public price list. 95,000 of them go the way below HTTP: the request's
 * own reading and bound, admission, the bytes of the answer through watch and meter, settlement; on
 * a real SQLite file. 5,000 go over real connections to a whole server, with real disconnects. Half
 * of the former are on a hard budget, which refuses what has no bound; all others on a soft one.
 */
class DifferentialAccountingTest {
  private static final int BELOW_HTTP = 95_000;
  private static final int OVER_HTTP = 5_000;
  private static final int AT_ONCE = 128;
  private static final int FEWEST_TOKENS = 1_000;
  private static final String ANSWERED = "HTTP/1.1 200";
  private static final Pattern RETRY_AFTER = Pattern.compile("retry-after: (\\d+)");
  private static final Pattern MAX_TOKENS = Pattern.compile("\"max_tokens\":(\\d+)");
  private static final PriceBook PRICES = PriceBook.anthropic();
  private static final Actor NOBODY = Actor.operator("127.0.0.1", null);

  /** What the provider knows of one call. */
  private record Truth(BigDecimal dollars, boolean whole) {}

  private final long seed = ThreadLocalRandom.current().nextLong();

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void belowHttpEveryRowSaysWhatTheProviderBilled() throws Exception {
    try (var database = Engine.SQLITE.open()) {
      play(database, "bounded", true);
      play(database, "open", false);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e, e);
    }
  }

  private void play(Database database, String slug, boolean bounded) throws Exception {
    var ci = database.write(sql -> CiRecord.of(sql, slug));
    var job = identity(database, database.write(sql -> ci.runningJob(sql, 1)).token());
    var clock = new MovableClock();
    var admissions =
        new Admissions(database, new Ledger(database, clock), clock, Duration.ofMinutes(1));
    new Allowances(database, new AuditLog(database, clock), admissions, clock)
        .create(
            NOBODY,
            ci.organizationId,
            new AllowanceTerms(
                Scope.ORGANIZATION,
                null,
                null,
                null,
                Unit.USD,
                Window.LIFETIME,
                Money.ofUsd("1000000000").nanos(),
                bounded ? Mode.HARD : Mode.SOFT));
    var truths = new ConcurrentHashMap<String, Truth>();
    int count = BELOW_HTTP / 2;
    eachAtOnce(
        count,
        number -> {
          var dice = new Random(seed + (bounded ? 0 : BELOW_HTTP) + number);
          var message = new RandomMessage(dice.nextLong(), bounded, 1 + dice.nextInt(20_000));
          truths.put(
              carry(admissions, clock, job, message, dice),
              new Truth(message.bill, message.isWhole()));
        });
    assertThat(truths).hasSize(count);
    database.settleHot();
    check(database, ci, truths, row -> row.get(MODEL_CALL.ID));
  }

  private static JobIdentity identity(Database database, String token) {
    var answer = new JobTokens(database).identify(token).join();
    return ((JobTokens.Answer.Valid) answer).job();
  }

  /** The id of the call's row. */
  private static String carry(
      Admissions admissions,
      MovableClock clock,
      JobIdentity job,
      RandomMessage message,
      Random dice) {
    var reach =
        new Reach(
            job,
            connection(job),
            Optional.empty(),
            _ -> {
              throw new IllegalStateException("nothing is sent");
            });
    var body = Body.of(message.body.getBytes(StandardCharsets.UTF_8));
    var call =
        Call.of(
            reach,
            MessagesFormat.MESSAGES,
            body,
            List.of(),
            ClientOrigin.NONE,
            PRICES,
            clock.instant());
    var admission = admissions.admit(call).admission().join();
    if (!(admission instanceof Admission.Admitted(LiveCall live, var _))) {
      throw new AssertionError("not admitted: " + admission + " of " + message.body);
    }
    if (message.end == End.ERROR) {
      admissions.settle(live, Ending.without(Outcome.UPSTREAM_ERROR, 529)).join();
      return live.row().id();
    }
    Meter meter = message.streamed() ? new AnthropicStreamMeter() : new AnthropicAnswerMeter();
    var watch = new Watch(meter, live, admissions, clock, () -> {}, NO_BRAKE);
    for (int at = 0; at < message.length; ) {
      int length = Math.min(message.length - at, 1 + dice.nextInt(2_000));
      watch.see(message.answer, at, length);
      at += length;
    }
    var reading = watch.reading();
    var ending = new Ending(outcome(message, reading), 200, "req_1", watch.firstByteAt(), reading);
    admissions.settle(live, ending).join();
    return live.row().id();
  }

  /** Nothing flows that could be held back. */
  private static final Watch.Brake NO_BRAKE =
      new Watch.Brake() {
        @Override
        public void hold() {}

        @Override
        public void goOn() {}

        @Override
        public <T> CompletableFuture<T> here(CompletableFuture<T> future) {
          return future;
        }
      };

  private static Connection connection(JobIdentity job) {
    return new Connection(
        "connection",
        new Place(job.organizationId(), "anthropic", false),
        Method.HOSTED,
        URI.create("https://provider.example"),
        KeyHeader.X_API_KEY,
        List.of(),
        false,
        true,
        Map.of(),
        Optional.empty());
  }

  /** As a carried call sees it. */
  private static Outcome outcome(RandomMessage message, Reading reading) {
    if (reading.complete()) {
      return Outcome.COMPLETED;
    }
    if (reading.errorType() != null) {
      return Outcome.STREAM_ERROR;
    }
    return message.end == End.GONE ? Outcome.CLIENT_GONE : Outcome.UPSTREAM_CUT;
  }

  private static void eachAtOnce(int count, IntConsumer task) throws Exception {
    List<Callable<Void>> workers = new ArrayList<>();
    for (int worker = 0; worker < AT_ONCE; worker++) {
      int first = worker;
      workers.add(() -> {
        for (int number = first; number < count; number += AT_ONCE) {
          task.accept(number);
        }
        return null;
      });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(workers)) {
        done.get();
      }
    }
  }

  private static <K> void check(
      Database database, CiRecord ci, Map<K, Truth> truths, Function<Record, K> keyOf) {
    // What could not be sent costs nothing, and the provider knows nothing of it.
    List<Record> rows =
        database.read(sql ->
            sql.selectFrom(MODEL_CALL)
                .where(MODEL_CALL.ORGANIZATION_ID.eq(ci.organizationId))
                .and(MODEL_CALL.OUTCOME.ne("not_sent").or(MODEL_CALL.COST_AT_MOST_NANO.ne(0L)))
                .<Record>fetch(row -> row));
    assertThat(rows).hasSameSizeAs(truths.keySet());
    boolean hard =
        database.read(sql ->
            sql.fetchExists(
                ALLOWANCE,
                ALLOWANCE.ORGANIZATION_ID.eq(ci.organizationId),
                ALLOWANCE.MODE.eq("hard"),
                ALLOWANCE.DELETED_MS.isNull()));
    long booked = 0;
    var certainties = new HashMap<String, Integer>();
    var left = new HashMap<>(truths);
    for (Record row : rows) {
      var truth = left.remove(keyOf.apply(row));
      if (truth == null) {
        throw new AssertionError("a second row, or one of no call: " + row);
      }
      check(row, truth);
      Long atMost = row.get(MODEL_CALL.COST_AT_MOST_NANO);
      booked += hard && atMost != null ? atMost : row.get(MODEL_CALL.COST_NANO);
      certainties.merge(row.get(MODEL_CALL.CERTAINTY), 1, Integer::sum);
    }
    assertThat(left).isEmpty();
    assertThat(certainties).containsOnlyKeys("exact", "estimated", "floor");
    assertThat(certainties.get("exact")).isGreaterThan(rows.size() / 2);
    var balance =
        database.read(sql ->
            sql.selectFrom(ALLOWANCE_BALANCE)
                .where(ALLOWANCE_BALANCE.TARGET_ID.eq(ci.organizationId))
                .fetchSingle());
    assertThat(balance.get(ALLOWANCE_BALANCE.SETTLED)).isEqualTo(booked);
    assertThat(balance.get(ALLOWANCE_BALANCE.HELD)).isZero();
  }

  private static void check(Record row, Truth truth) {
    long billed = ListPrices.nanos(truth.dollars);
    long cost = row.get(MODEL_CALL.COST_NANO);
    Long atMost = row.get(MODEL_CALL.COST_AT_MOST_NANO);
    String certainty = row.get(MODEL_CALL.CERTAINTY);
    boolean right =
        certainty.equals("exact")
            ? cost == billed && atMost != null && atMost == billed
            : !truth.whole && cost <= billed && (atMost == null || billed <= atMost);
    if (!right) {
      throw new AssertionError("billed was " + billed + " for " + row);
    }
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void overHttpEveryRowSaysWhatTheProviderBilled() throws Exception {
    var messages = new ConcurrentHashMap<Long, RandomMessage>();
    var seen = new ConcurrentHashMap<Long, Truth>();
    try (var provider = new FakeProvider((asked, out) -> answer(messages, seen, asked, out));
        var desk = CallDesk.open(Engine.SQLITE, provider)) {
      desk.deleteAllowances();
      desk.allow("organization", "usd", "lifetime", "1000000", "mode", "soft");
      var policy =
          desk.put(
              "ai-policy", "{\"version\":0,\"rules\":[{\"id\":\"all\",\"effect\":\"allow\"}]}");
      assertThat(policy.statusCode()).as(policy.body()).isEqualTo(200);
      eachAtOnce(
          OVER_HTTP,
          number -> {
            long key = (long) FEWEST_TOKENS + number;
            var message = new RandomMessage(new Random(seed - 1 - number).nextLong(), false, key);
            messages.put(key, message);
            ask(desk, message);
          });
      assertThat(seen).hasSize(OVER_HTTP);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() ->
              desk.database()
                  .read(sql -> !sql.fetchExists(MODEL_CALL, MODEL_CALL.SETTLED_MS.isNull())));
      check(desk.database(), desk.ci, seen, row -> row.get(MODEL_CALL.MAX_TOKENS));
    } catch (AssertionError | Exception e) {
      throw new AssertionError("seed " + seed + ": " + e, e);
    }
  }

  /** The provider: a call is known by its {@code max_tokens}, which no two share. */
  private static void answer(
      Map<Long, RandomMessage> messages,
      Map<Long, Truth> seen,
      FakeProvider.Asked asked,
      OutputStream out)
      throws Exception {
    var maxTokens = MAX_TOKENS.matcher(asked.text());
    assertThat(maxTokens.find()).isTrue();
    long key = Long.parseLong(maxTokens.group(1));
    var message = Objects.requireNonNull(messages.get(key));
    boolean gone = message.end == End.GONE;
    var before =
        seen.put(key, new Truth(gone ? message.billToItsEnd() : message.bill, message.isWhole()));
    assertThat(before).as("asked twice").isNull();
    if (gone && message.length == 0) {
      message.seen.countDown();
      message.left.await(1, TimeUnit.MINUTES);
    }
    FakeProvider.write(
        out,
        "HTTP/1.1 %d X\r\ncontent-type: %s\r\ncontent-length: %d\r\nconnection: close\r\n\r\n"
            .formatted(
                message.status(),
                message.streamed() && message.end != End.ERROR
                    ? "text/event-stream"
                    : "application/json",
                message.answer.length));
    int half = message.length / 2;
    out.write(message.answer, 0, half);
    out.flush();
    out.write(message.answer, half, message.length - half);
    out.flush();
    if (gone) {
      message.seen.countDown();
      message.left.await(1, TimeUnit.MINUTES);
      out.write(message.answer, message.length, message.answer.length - message.length);
    }
  }

  /**
   * Asks, and reads what comes, or leaves when so much was written as the call is meant to see. A
   * call that could not be sent is asked again, as a client would, and so is one that the breaker
   * holds back: now and then five of the provider's errors come in a row.
   */
  private static void ask(CallDesk desk, RandomMessage message) {
    try {
      for (int attempt = 1; !askOnce(desk, message); attempt++) {
        assertThat(attempt).as("times that the call was not sent").isLessThan(5);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      message.left.countDown();
    }
  }

  /** False when the call was not sent. */
  private static boolean askOnce(CallDesk desk, RandomMessage message) throws InterruptedException {
    byte[] body = message.body.getBytes(StandardCharsets.UTF_8);
    var head =
        "POST /v3/ai/anthropic/v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
            .formatted(desk.job.token(), body.length);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), desk.ai("").getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(body);
      if (message.end != End.GONE) {
        return !isUnsent(text(socket.getInputStream().readAllBytes()));
      }
      while (!message.seen.await(20, TimeUnit.MILLISECONDS)) {
        if (socket.getInputStream().available() > 0) {
          return hasBegun(socket.getInputStream(), message);
        }
      }
      if (message.length > 0) {
        socket.getInputStream().read();
      }
    } catch (IOException e) {
      // Cut here too, as an answer is that breaks off.
    }
    return true;
  }

  /**
   * The answer may come before its provider has told how far it wrote; false if it is no answer.
   */
  private static boolean hasBegun(InputStream in, RandomMessage message)
      throws IOException, InterruptedException {
    var start = text(in.readNBytes(ANSWERED.length()));
    if (start.equals(ANSWERED)) {
      return message.seen.await(1, TimeUnit.MINUTES);
    }
    var answer = start + text(in.readAllBytes());
    assertThat(isUnsent(answer)).as(answer).isTrue();
    return false;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Waits as long as the answer says, if so. */
  private static boolean isUnsent(String answer) throws InterruptedException {
    if (answer.contains("The provider has failed several times in a row")) {
      var pause = RETRY_AFTER.matcher(answer);
      assertThat(pause.find()).as(answer).isTrue();
      Thread.sleep(Duration.ofSeconds(Long.parseLong(pause.group(1))));
      return true;
    }
    return answer.contains("The provider can't be reached");
  }
}
