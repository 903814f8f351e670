package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.call.Settled;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Providers whose answers go wrong, and clients that people really use: each ends with an error
 * that says so, asks as often as it was told to, and leaves a settled row and nothing held.
 */
@Tag("e2e")
@Needs({
  Program.NPM_ANTHROPIC,
  Program.NPM_ANTHROPIC_0,
  Program.NPM_AI_SDK,
  Program.PYPI_ANTHROPIC,
  Program.PYPI_ANTHROPIC_0,
  Program.GO_ANTHROPIC,
  Program.MAVEN_ANTHROPIC,
  Program.NPM_OPENAI,
  Program.PYPI_OPENAI,
  Program.CURL
})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpstreamFaultsWithClientsTest {
  private final RunningClients clients = new RunningClients();
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterAll
  void close() {
    over.countDown();
    clients.close();
  }

  private static CallDesk desk(FakeProvider provider) {
    return CallDesk.open(Engine.SQLITE, provider, Duration.ofSeconds(1));
  }

  @Test
  void eachFaultIsToldAndSettled() {
    AtOnce.each(
        Client.ALL,
        client -> {
          var all = Fault.all(client.format(), over);
          Queue<Fault> left = new ConcurrentLinkedQueue<>(all);
          try (var provider =
                  new FakeProvider((asked, out) -> left.remove().behaviour().answer(asked, out));
              var desk = desk(provider)) {
            new FaultyCalls(client, clients.of(client), desk).assertEachIsToldAndSettled(all);
            assertThat(provider.asked()).hasSize(all.size());
          }
        });
  }

  /** All of them ask twice more, but not for a stream that had begun; curl never does. */
  @Test
  void anErrorIsAskedForAgainAsOftenAsTheClientsOwnRuleSays() {
    AtOnce.each(
        Client.ALL,
        client -> {
          try (var provider = new FakeProvider(FaultsBeforeAnswers.error(500));
              var desk = desk(provider)) {
            var calls = new FaultyCalls(client, clients.of(client), desk);
            assertThat(calls.askByItsOwnRule("plain").isError()).isTrue();
            int asked = client.asksAgain() ? 3 : 1;
            assertThat(provider.asked()).hasSize(asked);
            provider.behave(FaultsInStreams.cuts(client.format()).getFirst().behaviour());
            var told = calls.askByItsOwnRule("stream");
            assertThat(told.isError()).as(told.output()).isTrue();
            assertThat(provider.asked()).as(told.output()).hasSize(asked + 1);
            Settled.all(desk, asked + 1);
            Settled.nothingIsHeld(desk);
          }
        });
  }
}
