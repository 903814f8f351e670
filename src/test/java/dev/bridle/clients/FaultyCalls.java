package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.call.Settled;
import dev.bridle.testing.CallDesk;
import java.util.List;

/** One client that makes a call for each fault, and what must be true of it then. */
final class FaultyCalls {
  private final Client client;
  private final ModelClient program;
  private final CallDesk desk;

  /** On a server whose provider misbehaves; with as much money as the calls may need. */
  FaultyCalls(Client client, ModelClient program, CallDesk desk) {
    this.client = client;
    this.program = program;
    this.desk = desk;
    if (client.format().provider().equals("openai")) {
      desk.connectOpenAi();
    }
    desk.deleteAllowances();
    desk.allow("organization", "usd", "day", "1000");
  }

  /**
   * Asks once for each fault, in their order, and looks at what its user is told and is charged.
   */
  void assertEachIsToldAndSettled(List<Fault> faults) {
    for (Fault fault : faults) {
      assertTold(fault, program.ask(asking(fault.situation()).once()));
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
  Told askByItsOwnRule(String situation) {
    return program.ask(asking(situation));
  }

  private Asking asking(String situation) {
    return Asking.of(client.format(), url(), desk.job.token(), situation);
  }

  private String url() {
    return "http://127.0.0.1:" + desk.ai("/").getPort();
  }

  private void assertTold(Fault fault, Told told) {
    String context = client + ", " + fault + ": " + told.output();
    if (fault.isWell()) {
      assertThat(told.text()).as(context).isEqualTo(fault.words());
    } else {
      assertThat(told.isError()).as(context).isTrue();
      assertThat(told.message()).as(context).contains(fault.words());
      // Of a stream that had begun each client tells a status of its own making, or none.
      if (fault.status() != 0) {
        assertThat(told.status()).as(context).isEqualTo(fault.status());
      }
    }
  }
}
