package dev.bridle.capture;

import static dev.bridle.store.schema.Tables.CAPTURED_CALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.JobFacts;
import dev.bridle.auth.JobIdentity;
import dev.bridle.blob.Blobs;
import dev.bridle.http.ByteWatcher;
import dev.bridle.store.Database;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.vault.Vault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What capture holds in memory, and what becomes of a call when that is too much. */
class CapturingTest {
  private static final int ROOM = 100_000;
  private static final Actor ANA = new Actor("USER", null, "Ana", null, null);

  private final Database database = Engine.SQLITE.open();
  private final CiRecord ci = database.write(sql -> CiRecord.of(sql, "acme"));
  private final AuditLog audit = new AuditLog(database, InstantSource.system());
  private final CaptureOrders orders = new CaptureOrders(database, audit, InstantSource.system());
  private final CapturedCalls calls =
      new CapturedCalls(
          database,
          audit,
          orders,
          new Vault(new byte[32]),
          new Blobs(Engine.temporaryFolder()),
          InstantSource.system());
  private final Captures captures = new Captures(orders, calls, ROOM);

  @AfterEach
  void close() {
    captures.close();
    database.close();
  }

  private void on() {
    orders.start(ANA, ci.organizationId, 24, null);
  }

  private Capturing begin(String callId, int requestBytes) {
    return Objects.requireNonNull(captures.begin(job(), callId, new byte[requestBytes]));
  }

  private JobIdentity job() {
    var facts =
        new JobFacts(
            "acme", "c", "q", "P", null, "main", "running", null, "", null, null, null, null,
            Map.of());
    return new JobIdentity(
        ci.organizationId,
        ci.clusterId,
        ci.queueId,
        ci.pipelineId,
        "analysis",
        "build",
        1,
        "main",
        "HEAD",
        "api",
        null,
        "job",
        null,
        0,
        ci.agentId,
        facts);
  }

  private static void see(Capturing call, int bytes) {
    call.beside(ByteWatcher.NONE).see(new byte[bytes], 0, bytes);
  }

  private int rows() {
    return database.read(sql -> sql.fetchCount(CAPTURED_CALL));
  }

  private void awaitAllRoom() {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> {
          if (!captures.room().take(ROOM)) {
            return false;
          }
          captures.room().give(ROOM);
          return true;
        });
  }

  @Test
  void nothingBeginsWhileItIsOff() {
    assertThat(captures.begin(job(), "call", new byte[9])).isNull();
  }

  @Test
  void aCallThatIsTooMuchIsNotCapturedAndTheNextOneIs() {
    on();
    var large = begin("large", 10);
    see(large, 60_000);
    see(large, 60_000);
    see(large, 60_000);
    large.end();
    awaitAllRoom();
    var asked = begin("asked", ROOM + 1);
    asked.end();
    awaitAllRoom();
    var small = begin("small", 10);
    see(small, 60_000);
    small.end();
    small.end();
    awaitAllRoom();
    assertThat(rows()).isOne();
    assertThat(calls.read(ANA, ci.organizationId, "small")).isInstanceOf(Opened.Whole.class);
    assertThat(calls.read(ANA, ci.organizationId, "large")).isInstanceOf(Opened.Nothing.class);
  }

  @Test
  void whatOthersHoldCountsToo() {
    on();
    var first = begin("first", 60_000);
    assertThat(captures.room().take(50_000)).isTrue();
    first.end();
    captures.room().give(50_000);
    awaitAllRoom();
    assertThat(rows()).isZero();
  }

  @Test
  void aWatcherThatFailsHidesNothing() {
    on();
    var call = begin("call", 1);
    var watching =
        call.beside((_, _, _) -> {
          throw new IllegalStateException("x");
        });
    assertThatThrownBy(() -> watching.see(new byte[] {1, 2, 3, 4}, 1, 2))
        .isInstanceOf(IllegalStateException.class);
    call.end();
    awaitAllRoom();
    var opened = (Opened.Whole) calls.read(ANA, ci.organizationId, "call");
    assertThat(opened.call().answer().bytes()).containsExactly(2, 3);
  }

  @Test
  void aServerThatStopsWritesWhatWaitsAndTakesNoMore() {
    on();
    for (int i = 0; i < 20; i++) {
      begin("call-" + i, 100).end();
    }
    captures.close();
    assertThat(rows()).isEqualTo(20);
    begin("late", 100).end();
    assertThat(rows()).isEqualTo(20);
  }

  @Test
  void aTokenThatWasCutAtTheEndIsStarsAsWell() {
    var part =
        new Part("a brdj_0123 b brdj_0123".getBytes(java.nio.charset.StandardCharsets.UTF_8), true);
    assertThat(new String(TokenMask.masked(part).bytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("a brdj_0123 b *********");
  }
}
