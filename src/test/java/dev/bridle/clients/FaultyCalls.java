package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.call.Settled;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Program;
import java.util.List;

/** One client that makes a call for each fault, and what must be true of it then. */
final class FaultyCalls {
  /** One of each kind; Claude Code has rules of its own. */
  static final List<Program> CLIENTS =
      List.of(
          Program.NPM_ANTHROPIC,
          Program.NPM_AI_SDK,
          Program.PYPI_ANTHROPIC,
          Program.GO_ANTHROPIC,
          Program.MAVEN_ANTHROPIC,
          Program.NPM_OPENAI,
          Program.PYPI_OPENAI,
          Program.CURL);

  private final Program client;
  private final CallDesk desk;

  /** On a server whose provider misbehaves; with as much money as the calls may need. */
  FaultyCalls(Program client, CallDesk desk) {
    this.client = client;
    this.desk = desk;
    if (provider(client).equals("openai")) {
      desk.connectOpenAi();
    }
    desk.deleteAllowances();
    desk.allow("organization", "usd", "day", "1000");
  }

  /** Whose formats a client speaks. */
  static String provider(Program client) {
    return switch (client) {
      case NPM_OPENAI, PYPI_OPENAI -> "openai";
      default -> "anthropic";
    };
  }

  /**
   * Asks once for each fault, in their order, and looks at what its user is told and is charged.
   */
  void assertEachIsToldAndSettled(List<Fault> faults) {
    var told = ask(faults.stream().map(Fault::situation).toList());
    assertThat(told).as(told.toString()).hasSize(faults.size());
    for (int i = 0; i < faults.size(); i++) {
      assertTold(faults.get(i), told.get(i));
    }
    var rows = Settled.calls(desk, faults.size());
    for (int i = 0; i < faults.size(); i++) {
      assertThat(rows.get(i).path("outcome").asString())
          .as(faults.get(i).toString())
          .isEqualTo(faults.get(i).outcome());
    }
    Settled.nothingIsHeld(desk);
  }

  /** Asks, and again as often as the client itself would. */
  ModelClient.Told askByItsOwnRule(String situation) {
    return client == Program.CURL
        ? Curl.ask(url(), desk.job.token(), situation)
        : client().ask(url(), desk.job.token(), situation);
  }

  private List<ModelClient.Told> ask(List<String> situations) {
    return client == Program.CURL
        ? situations.stream().map(this::askByItsOwnRule).toList()
        : client().askOnceEach(url(), desk.job.token(), situations);
  }

  private ModelClient client() {
    return new ModelClient(
        client, provider(client).equals("openai") ? "gpt-5-mini" : "claude-sonnet-5-5");
  }

  private String url() {
    return "http://127.0.0.1:" + desk.ai("/").getPort();
  }

  private void assertTold(Fault fault, ModelClient.Told told) {
    String context = client + ", " + fault + ": " + told.json() + "\n" + told.output();
    if (fault.isWell()) {
      assertThat(told.json().path("text").asString("")).as(context).contains("It is sunny");
    } else {
      assertThat(told.error().isObject()).as(context).isTrue();
      assertStatus(fault, told.error().path("status").asInt(0), context);
      assertThat(told.error().path("message").asString("")).as(context).contains(fault.words());
    }
  }

  /** Of a stream that had begun each client tells a status of its own making, or none. */
  private static void assertStatus(Fault fault, int status, String context) {
    if (fault.status() != 0) {
      assertThat(status).as(context).isEqualTo(fault.status());
    }
  }
}
