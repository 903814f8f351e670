package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.allowance.Objection;
import dev.bridle.call.Refusal;
import dev.bridle.policy.Decision;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.Program;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Each way of saying no, with each client: after those that no asking can help nobody asks again,
 * and our sentence is what the user sees.
 */
@Tag("e2e")
@NeedsEveryClient
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DenialsWithClientsTest {
  /** What is told of providers that go wrong: seen by the tests of faults. */
  private static final Set<Class<?>> FAULTS =
      Set.of(
          Refusal.Unreachable.class,
          Refusal.NotTrusted.class,
          Refusal.CutOff.class,
          Refusal.TooSlow.class,
          Refusal.NotTheFormat.class,
          Refusal.Redirected.class,
          Refusal.NoAnswer.class);

  /**
   * They are a whole server's, or no client sends what brings them; they have tests of their own.
   */
  private static final Set<Class<?>> OF_THE_SERVER =
      Set.of(
          Refusal.NoRoom.class,
          Refusal.NoFreeConnection.class,
          Refusal.Stalled.class,
          Refusal.NoHostedKey.class,
          Refusal.LedgerUnavailable.class,
          Refusal.Stopping.class,
          Refusal.Broken.class);

  /** These two say more of themselves. */
  private static final Set<Class<?>> OPENED =
      Set.of(Refusal.Denied.class, Refusal.Unaffordable.class);

  private final RunningClients clients = new RunningClients();

  @AfterAll
  void close() {
    clients.close();
  }

  @Test
  void everyRefusalIsSeenByClients() {
    var expected = new HashSet<Object>(List.of(Decision.Kind.values()));
    expected.addAll(List.of(Objection.class.getPermittedSubclasses()));
    expected.addAll(List.of(Refusal.class.getPermittedSubclasses()));
    expected.removeAll(OPENED);
    var seen =
        Stream.of(Denial.all().stream().map(Denial::why), FAULTS.stream(), OF_THE_SERVER.stream())
            .flatMap(many -> many)
            .collect(Collectors.toSet());
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void everyDenialIsToldAndAfterAFinalOneNobodyAsksAgain() {
    try (var scene = new Scene();
        var desk = scene.server()) {
      var all = Denial.all().stream().map(denial -> Arranged.of(denial, desk, scene)).toList();
      long before = scene.calls();
      AtOnce.each(Client.ALL, client -> assertEachIsTold(client, desk, all));
      assertThat(scene.calls()).isEqualTo(before);
    }
  }

  private void assertEachIsTold(Client client, CallDesk desk, List<Arranged> all) {
    try (var relay = new CountingRelay(desk.ai("/"))) {
      for (Arranged one : all) {
        if (one.denial().clients().test(client)) {
          assertTold(client, relay, one);
        }
      }
    }
  }

  private void assertTold(Client client, CountingRelay relay, Arranged one) {
    var denial = one.denial();
    var told = clients.of(client).ask(one.asking(client.format(), relay.url()));
    String context = client + ", " + denial + ": " + told.output();
    assertThat(told.message()).as(context).contains(denial.words());
    int requests = requests(client, denial);
    assertThat(relay.messages()).as(context).isEqualTo(requests);
    if (requests == 1) {
      assertThat(told.status()).as(context).isEqualTo(denial.status(client.format()));
    }
  }

  /** The AI SDK knows no header by which it could be told not to repeat some of these. */
  private static int requests(Client client, Denial denial) {
    if (denial.why() == Refusal.WrongMethod.class) {
      return 0; // The relay counts what is posted.
    }
    boolean repeats = denial.stops() && (denial.status() == 429 || denial.status() >= 500);
    return client.program() == Program.NPM_AI_SDK && repeats ? 3 : 1;
  }

  /** What a whole server has to say, told to all at once. */
  private void assertAllAreTold(CallDesk desk, int status, String words) {
    AtOnce.each(
        Client.EVERY,
        client -> {
          try (var relay = new CountingRelay(desk.ai("/"))) {
            assertToldOnce(client, relay, desk, status, words);
          }
        });
  }

  private void assertToldOnce(
      Client client, CountingRelay relay, CallDesk desk, int status, String words) {
    var plain = Asking.of(client.format(), relay.url(), desk.job.token(), "plain");
    var told = clients.of(client).ask(status < 500 ? plain : plain.once());
    assertThat(told.message()).as(told.output()).contains(words);
    if (!client.equals(Client.CLAUDE_CODE)) {
      assertThat(told.status()).as(told.output()).isEqualTo(status);
    }
    assertThat(relay.messages()).as(told.output()).isEqualTo(1);
  }

  private static CallDesk desk(Scene scene) {
    var desk = CallDesk.open(Engine.SQLITE, scene.provider());
    desk.connectOpenAi();
    return desk;
  }

  @Test
  void anOperatorWithoutAKeyIsTold() throws Exception {
    try (var scene = new Scene();
        var desk = desk(scene)) {
      desk.restartWithoutKeys();
      assertAllAreTold(desk, 403, "has no hosted key for");
      assertThat(scene.calls()).isZero();
    }
  }

  @Test
  void aLedgerThatCantWriteIsTold() {
    try (var scene = new Scene();
        var desk = desk(scene)) {
      desk.database()
          .execute(sql ->
              sql.execute(
                  "create trigger broken before insert on model_call begin select raise(abort, 'no'); end"));
      assertAllAreTold(desk, 503, "can't be recorded at the moment");
      assertThat(scene.calls()).isZero();
    }
  }

  @Test
  void aMistakeOfOursIsTold() {
    try (var scene = new Scene();
        var desk = desk(scene)) {
      desk.database().execute(sql -> sql.execute("alter table policy_version rename to lost"));
      assertAllAreTold(desk, 500, "Something went wrong in Bridle");
      assertThat(scene.calls()).isZero();
    }
  }

  @Test
  void aServerThatStopsTellsThoseWhoWaitForTheirAnswer() {
    var over = new CountDownLatch(1);
    try (var provider = new FakeProvider((_, _) -> over.await(1, TimeUnit.MINUTES));
        var desk = CallDesk.open(Engine.SQLITE, provider)) {
      desk.connectOpenAi();
      var stopping =
          CompletableFuture.runAsync(() -> {
            await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> provider.asked().size() == Client.EVERY.size());
            desk.stop();
          });
      assertAllAreTold(desk, 503, "Bridle is being stopped; ask again shortly.");
      stopping.join();
    } finally {
      over.countDown();
    }
  }

  /** The one denial that clients shall take as a reason to ask again. */
  @Test
  void whoIsTooFastForAMomentWaitsAndIsServed() {
    assertServedTheSecondTime(Client.ALL.stream().filter(Client::asksAgain).toList());
    assertServedTheSecondTime(List.of(Client.CLAUDE_CODE));
  }

  private void assertServedTheSecondTime(List<Client> some) {
    var clock = new MovableClock();
    try (var provider = new FakeProvider(Sunny.ANSWER);
        var desk = CallDesk.open(Engine.SQLITE, provider, clock)) {
      desk.connectOpenAi();
      desk.deleteAllowances();
      desk.allow("organization", "requests", "minute", Integer.toString(some.size()));
      AtOnce.each(some, client -> assertServed(client, desk, 1));
      // They are to wait for nine seconds: long enough for the last one to have asked.
      clock.pass(Duration.ofSeconds(51));
      var passing =
          CompletableFuture.runAsync(() -> {
            await().atMost(Duration.ofSeconds(60)).until(() -> refused(desk) == some.size());
            clock.pass(Duration.ofSeconds(9));
          });
      AtOnce.each(some, client -> assertServed(client, desk, 2));
      passing.join();
      assertThat(provider.asked()).hasSize(2 * some.size());
    }
  }

  private static long refused(CallDesk desk) {
    return desk.refusedCalls().valueStream().mapToLong(one -> one.path("times").asLong()).sum();
  }

  private void assertServed(Client client, CallDesk desk, int requests) {
    try (var relay = new CountingRelay(desk.ai("/"))) {
      var asking = Asking.of(client.format(), relay.url(), desk.job.token(), "plain");
      var told = clients.of(client).ask(asking);
      assertThat(told.text()).as(told.output()).isEqualTo(Fault.TEXT);
      assertThat(relay.messages()).as(told.output()).isEqualTo(requests);
    }
  }
}
