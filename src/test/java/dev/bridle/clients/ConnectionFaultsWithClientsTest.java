package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Certificates;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.FullBacklog;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.TlsProvider;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Providers that can't be connected to, or whose connection goes wrong, and real clients. */
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
class ConnectionFaultsWithClientsTest {
  private final RunningClients clients = new RunningClients();
  private static final FakeProvider.Behaviour NOBODY = (_, _) -> {};
  private static final Certificates CERTIFICATES = new Certificates();
  private static final Map<String, String> TRUSTING =
      Map.of("upstream-ca-file", CERTIFICATES.file().toString());

  @AfterAll
  void close() {
    clients.close();
  }

  private static CallDesk desk(URI provider, int patienceSeconds) {
    return CallDesk.open(Engine.SQLITE, provider, Duration.ofSeconds(patienceSeconds), TRUSTING);
  }

  private void assertTold(Client client, URI provider, int patience, int status, String words) {
    try (var desk = desk(provider, patience)) {
      new FaultyCalls(client, clients.of(client), desk)
          .assertEachIsToldAndSettled(
              List.of(
                  new Fault("plain", "plain", NOBODY, status, words, "not_sent"),
                  new Fault("stream", "stream", NOBODY, status, words, "not_sent")));
    }
  }

  @Test
  void nothingIsSentToAProviderThatCantBeConnectedTo() throws Exception {
    try (var full = new FullBacklog();
        var stranger =
            new TlsProvider(
                CERTIFICATES.named("elsewhere.example"), List.of(HttpVersion.HTTP_2), _ -> {})) {
      var gone = new FakeProvider(NOBODY);
      gone.close();
      AtOnce.each(
          Client.ALL,
          client -> {
            assertTold(
                client,
                gone.url(),
                20,
                502,
                "The provider can't be reached: it refuses connections");
            assertTold(client, full.url(), 1, 504, "no connection within 1 s");
            assertTold(
                client, stranger.url(), 20, 502, "the certificate of localhost does not fit");
          });
      assertThat(stranger.asked()).isEmpty();
    }
  }

  @Test
  void whateverBecomesOfAConnectionWithHttp2IsToldAndSettled() {
    AtOnce.each(Client.ALL, this::assertEachFateIsToldAndSettled);
  }

  private void assertEachFateIsToldAndSettled(Client client) throws Exception {
    var none = Fate.none(client.format());
    var fates = Fate.all(client.format()).stream().flatMap(f -> Stream.of(f, none)).toList();
    var behaviours = fates.stream().flatMap(ConnectionFaultsWithClientsTest::behaviours).toList();
    var left = new ArrayDeque<>(behaviours);
    try (var provider =
            new TlsProvider(
                CERTIFICATES.named("localhost"),
                List.of(HttpVersion.HTTP_2),
                asked -> left.remove().answer(asked));
        var desk = CallDesk.open(Engine.SQLITE, provider.url(), Duration.ofSeconds(20), TRUSTING)) {
      new FaultyCalls(client, clients.of(client), desk)
          .assertEachIsToldAndSettled(fates.stream().map(Fate::fault).toList());
      assertThat(provider.asked()).hasSize(behaviours.size());
    }
  }

  private static Stream<TlsProvider.Behaviour> behaviours(Fate fate) {
    return Collections.nCopies(fate.attempts(), fate.behaviour()).stream();
  }
}
