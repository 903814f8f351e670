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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Providers that can't be connected to, or whose connection goes wrong, and real clients. */
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
class ConnectionFaultsWithClientsTest {
  private static final FakeProvider.Behaviour NOBODY = (_, _) -> {};
  private static final Certificates CERTIFICATES = new Certificates();
  private static final Map<String, String> TRUSTING =
      Map.of("upstream-ca-file", CERTIFICATES.file().toString());

  private static CallDesk desk(URI provider) {
    return CallDesk.open(Engine.SQLITE, provider, Duration.ofSeconds(1), TRUSTING);
  }

  private static void assertTold(Program client, URI provider, int status, String words) {
    try (var desk = desk(provider)) {
      new FaultyCalls(client, desk)
          .assertEachIsToldAndSettled(
              List.of(
                  new Fault("plain", "plain", NOBODY, status, words, "not_sent"),
                  new Fault("stream", "stream", NOBODY, status, words, "not_sent")));
    }
  }

  @ParameterizedTest
  @FieldSource("dev.bridle.clients.FaultyCalls#CLIENTS")
  void nothingIsSentToAProviderThatCantBeConnectedTo(Program client) throws Exception {
    try (var full = new FullBacklog();
        var stranger =
            new TlsProvider(
                CERTIFICATES.named("elsewhere.example"), List.of(HttpVersion.HTTP_2), _ -> {})) {
      var gone = new FakeProvider(NOBODY);
      gone.close();
      assertTold(client, gone.url(), 502, "The provider can't be reached: it refuses connections");
      assertTold(client, full.url(), 504, "no connection within 1 s");
      assertTold(client, stranger.url(), 502, "the certificate of localhost does not fit");
      assertThat(stranger.asked()).isEmpty();
    }
  }

  /** What becomes of a call on a connection with HTTP/2. */
  private record Fate(Fault fault, TlsProvider.Behaviour behaviour) {
    /** Whoever says that it has not read a request is asked twice more. */
    Stream<TlsProvider.Behaviour> behaviours() {
      return Collections.nCopies(fault.outcome().equals("not_sent") ? 3 : 1, behaviour).stream();
    }
  }

  private static List<Fate> fates(String provider) {
    var events = Transcript.events(provider);
    String begun = events.get(0) + events.get(1);
    String rest = String.join("", events.subList(2, events.size()));
    return List.of(
        new Fate(
            new Fault("unread", "plain", NOBODY, 502, "with the request unread", "not_sent"),
            asked -> asked.goAway(0)),
        new Fate(
            new Fault("refused", "plain", NOBODY, 502, "refused the request unread", "not_sent"),
            asked -> asked.request().response().reset(7)),
        new Fate(
            new Fault(
                "reset", "plain", NOBODY, 502, "broke off before it answered", "upstream_cut"),
            asked -> asked.request().response().reset(2)),
        new Fate(
            new Fault("reset in the stream", "stream", NOBODY, 0, "", "upstream_cut"),
            asked -> asked.start(begun).onSuccess(_ -> asked.request().response().reset(2))),
        new Fate(
            new Fault("closed in the stream", "stream", NOBODY, 0, "", "upstream_cut"),
            asked -> asked.start(begun).onSuccess(_ -> asked.connection().close())),
        new Fate(
            new Fault("goes away after it", "stream", NOBODY, 200, "", "completed"),
            asked -> {
              asked.start(begun);
              asked.goAway(-1);
              asked.end(rest);
            }));
  }

  @ParameterizedTest
  @FieldSource("dev.bridle.clients.FaultyCalls#CLIENTS")
  void whateverBecomesOfAConnectionWithHttp2IsToldAndSettled(Program client) throws Exception {
    var fates = fates(FaultyCalls.provider(client));
    var behaviours = fates.stream().flatMap(Fate::behaviours).toList();
    var left = new ArrayDeque<>(behaviours);
    try (var provider =
            new TlsProvider(
                CERTIFICATES.named("localhost"),
                List.of(HttpVersion.HTTP_2),
                asked -> left.remove().answer(asked));
        var desk = CallDesk.open(Engine.SQLITE, provider.url(), Duration.ofSeconds(20), TRUSTING)) {
      new FaultyCalls(client, desk)
          .assertEachIsToldAndSettled(fates.stream().map(Fate::fault).toList());
      assertThat(provider.asked()).hasSize(behaviours.size());
    }
  }
}
