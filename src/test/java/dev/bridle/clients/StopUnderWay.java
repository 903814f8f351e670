package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Who ends streams that are under way, and what is said then. */
enum StopUnderWay {
  KILL_SWITCH("kill_switch", "Costs run away", "Costs run away") {
    @Override
    HttpResponse<String> made(CallDesk desk, Client client) {
      return desk.postRest(
          "kill-switches", "{\"level\":\"organization\",\"reason\":\"Costs run away\"}");
    }
  },
  PROVIDER_SWITCHED_OFF("provider_disabled", "was switched off by an", "is switched off") {
    @Override
    HttpResponse<String> made(CallDesk desk, Client client) {
      return desk.put("model-providers/" + client.format().provider(), "{\"enabled\":false}");
    }
  },
  JOB_FINISHED("job_ended", "The job of this call has ended.", "The job of this token") {
    @Override
    HttpResponse<String> made(CallDesk desk, Client client) {
      return desk.send(
          HttpRequest.newBuilder(desk.ai("/").resolve("/v3/jobs/" + desk.job.jobId() + "/finish"))
              .header("Authorization", "Token " + desk.job.token())
              .PUT(HttpRequest.BodyPublishers.ofString("{\"exit_status\":\"0\"}")));
    }
  },
  BUILD_CANCELED("job_ended", "The job of this call has ended.", "The job of this token") {
    @Override
    HttpResponse<String> made(CallDesk desk, Client client) {
      return desk.put("pipelines/analysis/builds/1/cancel", "{}");
    }
  };

  private final String outcome;
  private final String words;
  private final String nextWords;

  StopUnderWay(String outcome, String words, String nextWords) {
    this.outcome = outcome;
    this.words = words;
    this.nextWords = nextWords;
  }

  abstract HttpResponse<String> made(CallDesk desk, Client client);

  void order(CallDesk desk, Client client) {
    var answer = made(desk, client);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
  }

  /** What the ledger says. */
  String outcome() {
    return outcome;
  }

  /** The last ones of the stream. */
  String words() {
    return words;
  }

  /** What whoever asks again is told. */
  String nextWords() {
    return nextWords;
  }
}
