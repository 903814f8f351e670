package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.call.Settled;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Providers whose answers go wrong, and clients that people really use: each ends with an error
 * that says so, asks as often as it was told to, and leaves a settled row and nothing held.
 */
@Tag("e2e")
@Needs({
  Program.NPM_ANTHROPIC,
  Program.NPM_AI_SDK,
  Program.PYPI_ANTHROPIC,
  Program.GO_ANTHROPIC,
  Program.MAVEN_ANTHROPIC,
  Program.NPM_OPENAI,
  Program.PYPI_OPENAI,
  Program.CURL
})
class UpstreamFaultsWithClientsTest {
  private final CountDownLatch over = new CountDownLatch(1);
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final FakeProvider provider =
      new FakeProvider((asked, out) -> faults.remove().behaviour().answer(asked, out));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider, Duration.ofSeconds(1));

  @AfterEach
  void close() {
    over.countDown();
    desk.close();
    provider.close();
  }

  @ParameterizedTest
  @FieldSource("dev.bridle.clients.FaultyCalls#CLIENTS")
  void eachFaultIsToldAndSettled(Program client) {
    var all = Fault.all(FaultyCalls.provider(client), over);
    faults.addAll(all);
    new FaultyCalls(client, desk).assertEachIsToldAndSettled(all);
    assertThat(provider.asked()).hasSize(all.size());
  }

  /** All of them ask twice more, but not for a stream that had begun; curl never does. */
  @ParameterizedTest
  @FieldSource("dev.bridle.clients.FaultyCalls#CLIENTS")
  void anErrorIsAskedForAgainAsOftenAsTheClientsOwnRuleSays(Program client) {
    var calls = new FaultyCalls(client, desk);
    var all = Fault.all(FaultyCalls.provider(client), over);
    provider.behave(named(all, "500").behaviour());
    assertThat(calls.askByItsOwnRule("plain").error().isObject()).isTrue();
    int asked = client == Program.CURL ? 1 : 3;
    assertThat(provider.asked()).hasSize(asked);
    provider.behave(named(all, "cut within an event").behaviour());
    var told = calls.askByItsOwnRule("stream");
    assertThat(told.error().isObject()).as(told.output()).isTrue();
    assertThat(provider.asked()).as(told.output()).hasSize(asked + 1);
    Settled.all(desk, asked + 1);
    Settled.nothingIsHeld(desk);
  }

  private static Fault named(List<Fault> faults, String name) {
    return faults.stream().filter(fault -> fault.name().equals(name)).findFirst().orElseThrow();
  }
}
