package dev.bridle.web;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.time.InstantSource;

/** A server with a running job and a fake provider, and an administrator who reads its pages. */
public final class CallSite implements AutoCloseable {
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String ANSWER =
      "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-5-5\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":7000,\"output_tokens\":100}}";

  public final FakeProvider provider = new FakeProvider(answering(200, "application/json", ANSWER));
  public final CallDesk desk;
  public final Walker ana;

  public CallSite(Engine engine) {
    this(engine, InstantSource.system());
  }

  /** With a time of its own. */
  public CallSite(Engine engine, InstantSource clock) {
    desk = CallDesk.open(engine, provider, clock);
    desk.addPeople();
    ana = new Walker(desk.url()).signedIn(RunningBridle.ANA, RunningBridle.PASSWORD);
  }

  /** Her page at an address. */
  public String body(String path) {
    var came = ana.get(path);
    assertThat(came.statusCode()).as(path).isEqualTo(200);
    return came.body();
  }

  /** The job makes a call, of 7,100 tokens. */
  public void ask() {
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
  }

  @Override
  public void close() {
    desk.close();
    provider.close();
  }
}
