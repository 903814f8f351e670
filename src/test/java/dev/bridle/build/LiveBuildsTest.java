package dev.bridle.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Device;
import dev.bridle.auth.Pass;
import dev.bridle.auth.Passes;
import dev.bridle.auth.Sessions;
import dev.bridle.auth.TokenKind;
import dev.bridle.testing.BuildDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class LiveBuildsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Actor BY = Actor.operator("127.0.0.1", null);
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final BuildDesk desk;
  private final Map<String, Long> logSizes = new HashMap<>();
  private final LiveBuilds live;
  private final Sessions sessions;
  private final Pass ana;

  LiveBuildsTest(Engine engine) {
    desk = new BuildDesk(engine);
    live =
        new LiveBuilds(
            desk.database,
            new Passes(desk.database, desk.clock),
            job -> logSizes.getOrDefault(job, 0L),
            Duration.ofMillis(5));
    sessions = new Sessions(desk.database, new AuditLog(desk.database, desk.clock), desk.clock);
    ana = session();
  }

  @AfterEach
  void close() {
    live.close();
    desk.close();
  }

  private Pass session() {
    String cookie = sessions.begin(desk.record.personId, new Device("x", "127.0.0.1")).reveal();
    var person = sessions.find(cookie).orElseThrow();
    return Pass.of(person, person.memberships().getFirst());
  }

  private Following follow(Build build, long after, String... logs) {
    return live.follow(ana, build.id(), Set.of(logs), after).orElseThrow();
  }

  /** All of one round: jobs, and the build that ends it. */
  private static List<BuildChange> round(Following reader) throws InterruptedException {
    var round = new ArrayList<BuildChange>();
    while (round.isEmpty() || !(round.getLast() instanceof BuildChange.OfBuild)) {
      var piece = reader.next(PATIENCE);
      assertThat(piece).as("something within the patience").isNotEmpty();
      round.addAll(piece);
    }
    return round;
  }

  private static long revision(List<BuildChange> round) {
    return ((BuildChange.OfBuild) round.getLast()).revision();
  }

  private static List<String> states(List<BuildChange> round) {
    return round.stream()
        .filter(BuildChange.OfJob.class::isInstance)
        .map(change -> ((BuildChange.OfJob) change).state())
        .toList();
  }

  @Test
  void whoKnowsNothingGetsAll() throws Exception {
    var build = desk.build("  - {label: a, command: a}\n  - wait\n  - {label: b, command: b}\n");
    try (var reader = follow(build, -1)) {
      assertThat(states(round(reader)))
          .containsExactlyInAnyOrder("scheduled", "waiting", "waiting");
      assertThat(reader.next(AT_ONCE)).isEmpty();
    }
  }

  @Test
  void everyStepOfAJobIsSeen() throws Exception {
    var build = desk.build("  - {label: a, command: a}\n  - {label: b, command: b}\n");
    try (var reader = follow(build, -1)) {
      round(reader);
      String job = desk.take();
      assertThat(lastState(reader, "running")).isEqualTo(job);
      desk.finish(job, 0);
      assertThat(lastState(reader, "passed")).isEqualTo(job);
    }
  }

  /** Reads until a job has a state, and answers which. */
  private static String lastState(Following reader, String state) throws InterruptedException {
    while (true) {
      for (BuildChange change : round(reader)) {
        if (change instanceof BuildChange.OfJob job && job.state().equals(state)) {
          return job.id();
        }
      }
    }
  }

  @Test
  void whoComesAgainGetsOnlyWhatItHasNotSeen() throws Exception {
    var build = desk.build("  - {label: a, command: a}\n".repeat(5));
    long seen;
    try (var reader = follow(build, -1)) {
      seen = revision(round(reader));
    }
    String job = desk.take();

    try (var reader = follow(build, seen)) {
      var round = round(reader);
      assertThat(round).hasSize(2);
      assertThat(((BuildChange.OfJob) round.getFirst()).id()).isEqualTo(job);
      assertThat(((BuildChange.OfBuild) round.getLast()).state()).isEqualTo(BuildState.RUNNING);
    }
    try (var reader = follow(build, revisionOf(build))) {
      assertThat(reader.next(AT_ONCE)).isEmpty();
    }
  }

  private long revisionOf(Build build) {
    return desk.builds.get(build.id()).revision();
  }

  @Test
  void aRevisionThatNeverWasIsTakenForNone() throws Exception {
    var build = desk.build("  - {label: a, command: a}\n");
    try (var reader = follow(build, 1_000_000)) {
      assertThat(states(round(reader))).containsExactly("scheduled");
    }
  }

  @Test
  void aCancelAUploadARetryAndALostOfferAreSeenToo() throws Exception {
    var build = desk.build("  - {label: a, command: a}\n  - wait\n  - {label: b, command: b}\n");
    try (var reader = follow(build, -1)) {
      round(reader);
      String job = desk.take();
      desk.upload(job, "{'steps':[{'command':'x','label':'x'}]}");
      assertThat(untilSeen(reader, build)).hasSize(4);
      desk.finish(job, 1);
      assertThat(untilSeen(reader, build).values()).contains("failed", "waiting_failed");
      new Retries(desk.database, desk.clock).retry(build.id(), job, desk.record.personId);
      assertThat(untilSeen(reader, build)).hasSize(5).containsValue("scheduled");
      new Cancellation(desk.database, desk.tokens(), desk.clock).cancel(build.id(), "test");
      assertThat(untilSeen(reader, build).values()).contains("canceled").doesNotContain("waiting");
    }
  }

  private final Map<String, String> seen = new HashMap<>();

  /** Reads up to the build's revision of now; answers every job's last state so far. */
  private Map<String, String> untilSeen(Following reader, Build build) throws Exception {
    long until = revisionOf(build);
    for (long at = -1; at < until; ) {
      var round = round(reader);
      round.forEach(change -> {
        if (change instanceof BuildChange.OfJob job) {
          seen.put(job.id(), job.state());
        }
      });
      at = revision(round);
    }
    Map<String, String> now = new HashMap<>();
    desk.builds.jobs(build).forEach(job -> now.put(job.id(), job.shownState()));
    seen.keySet().retainAll(now.keySet());
    // The first round was read before this began.
    now.forEach(seen::putIfAbsent);
    assertThat(seen).isEqualTo(now);
    return now;
  }

  @Test
  void whatAReaderHasSeenIsWhatIsHoweverManyChangeIt() throws Exception {
    var build = desk.build("  - {label: a, command: a}\n".repeat(60));
    var known = new HashMap<String, String>();
    try (var reader = follow(build, -1);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var agents = IntStream.range(0, 6).mapToObj(i -> desk.newAgent()).toList();
      var working =
          agents.stream()
              .map(agent ->
                  threads.submit(() -> {
                    for (int i = 0; i < 10; i++) {
                      desk.finish(desk.take(agent), i % 2);
                    }
                  }))
              .toList();
      var state = BuildState.SCHEDULED;
      while (!state.over()) {
        for (BuildChange change : round(reader)) {
          switch (change) {
            case BuildChange.OfJob job -> known.put(job.id(), job.state());
            case BuildChange.OfBuild now -> state = now.state();
            case BuildChange.OfLog log -> throw new AssertionError(log);
          }
        }
      }
      for (var work : working) {
        work.get();
      }
    }
    var now = new HashMap<String, String>();
    desk.builds.jobs(build).forEach(job -> now.put(job.id(), job.shownState()));
    assertThat(known).isEqualTo(now);
  }

  @Test
  void aLargeBuildComesInPieces() throws Exception {
    var build = desk.build("  - {label: a, command: a}\n".repeat(450));
    try (var reader = follow(build, -1)) {
      assertThat(reader.next(PATIENCE)).hasSize(200);
      assertThat(reader.next(PATIENCE)).hasSize(200);
      assertThat(reader.next(PATIENCE)).hasSize(51);
      assertThat(reader.next(AT_ONCE)).isEmpty();
    }
  }

  @Test
  void logsOfWhichItWasAskedAreToldAsTheyGrow() throws Exception {
    var build = desk.build("  - {label: a, command: a}\n");
    String job = desk.job(build, "a").id();
    logSizes.put(job, 7L);
    try (var reader = follow(build, revisionOf(build), job)) {
      assertThat(reader.next(PATIENCE)).containsExactly(new BuildChange.OfLog(job, 7));
      live.logGrew(job, 100);
      live.logGrew(job, 50);
      live.logGrew("another", 5);
      assertThat(reader.next(PATIENCE)).containsExactly(new BuildChange.OfLog(job, 100));
      assertThat(reader.next(AT_ONCE)).isEmpty();
    }
  }

  @Test
  void aReaderThatIsClosedWhileItWaitsReturnsAtOnce() throws Exception {
    var build = desk.build("  - {label: a, command: a}\n");
    var reader = follow(build, revisionOf(build));
    reader.next(AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = threads.submit(() -> reader.next(Duration.ofHours(1)));
      reader.close();
      assertThat(waiting.get()).isEmpty();
    }
    assertThat(live.readers()).isZero();
  }

  @Test
  void onePersonCanNotTakeAllTheRoom() {
    var build = desk.build("  - {label: a, command: a}\n");
    var readers = new ArrayList<Following>();
    for (int i = 0; i < 50; i++) {
      readers.add(follow(build, -1));
    }

    assertThat(live.follow(ana, build.id(), Set.of(), -1)).isEmpty();
    assertThat(live.follow(session(), build.id(), Set.of(), -1)).isEmpty();
    var bo = new Pass(TokenKind.WEB, "s", desk.record.organizationId, "bo");
    assertThat(live.follow(bo, build.id(), Set.of(), -1)).isPresent();
    readers.removeLast().close();
    assertThat(live.follow(ana, build.id(), Set.of(), -1)).isPresent();
  }

  @Test
  void whoMayNotReadAnyMoreIsSentAway() throws Exception {
    var build = desk.build("  - {label: a, command: a}\n");
    try (var reader = follow(build, revisionOf(build));
        var other = live.follow(session(), build.id(), Set.of(), -1).orElseThrow()) {
      reader.next(AT_ONCE);

      sessions.revokeOthers(desk.record.personId, other.who().id(), BY);

      assertThat(reader.next(PATIENCE)).isEmpty();
      assertThat(reader.isClosed()).isTrue();
      assertThat(other.isClosed()).isFalse();
    }
  }
}
