package dev.bridle.clients;

import static dev.bridle.clients.Denial.stop;

import dev.bridle.call.Refusal;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Program;
import java.util.List;
import java.util.Map;

/** Those who are nobody's running job. */
final class CallerDenials {
  private static final int UNKNOWN = 401;

  private CallerDenials() {}

  static List<Denial> all() {
    return List.of(
        stop(
                "no token",
                Refusal.NoCredential.class,
                UNKNOWN,
                "it is in BUILDKITE_AGENT_ACCESS_TOKEN",
                Denial.Arrangement.NONE)
            .asked(asking -> asking.withToken(""))
            .by(client -> client.program() == Program.CURL),
        stop(
                "two tokens",
                Refusal.DifferingCredentials.class,
                UNKNOWN,
                "hold different tokens",
                Denial.Arrangement.NONE)
            .asked(asking ->
                asking.with(Map.of("x-api-key", "brdj_one", "Authorization", "Bearer brdj_other"))),
        stop(
                "wrong token",
                Refusal.InvalidToken.class,
                UNKNOWN,
                "not a valid job token",
                Denial.Arrangement.NONE)
            .asked(asking -> asking.withToken("brdj_nobody")),
        stop(
            "finished job",
            Refusal.JobFinished.class,
            UNKNOWN,
            "The job of this token has finished",
            (desk, _) -> CiRecord.setState(desk.database(), desk.job.jobId(), "finished")),
        stop(
            "canceled job",
            Refusal.JobCanceling.class,
            UNKNOWN,
            "is being canceled",
            (desk, _) -> CiRecord.setState(desk.database(), desk.job.jobId(), "canceling")));
  }
}
