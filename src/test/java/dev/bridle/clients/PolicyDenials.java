package dev.bridle.clients;

import static dev.bridle.clients.Denial.stop;
import static dev.bridle.store.schema.Tables.BUILD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.call.Refusal;
import dev.bridle.policy.Decision;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Program;
import java.util.List;
import java.util.Map;

/** What rules forbid, or somebody has stopped. */
final class PolicyDenials {
  private static final String ALL_MAY = "{'id':'all','effect':'allow'}";
  private static final String FORK =
      "{\"id\":\"7\",\"base\":\"main\",\"repository\":\"https://git.example/x/y.git\"}";

  private PolicyDenials() {}

  static List<Denial> all() {
    return List.of(
        stop(
            "job",
            Decision.Kind.JOB,
            403,
            "rule `nobody` denies model calls to this job",
            (desk, _) -> desk.policy("{'id':'nobody','effect':'deny'}")),
        stop("fork", Decision.Kind.JOB, 403, "rule `fork-builds`", (desk, _) -> fork(desk)),
        stop(
            "model",
            Decision.Kind.MODEL,
            403,
            "allowed are `claude-haiku-*`",
            (desk, _) ->
                desk.policy("{'id':'small','effect':'allow','models':['claude-haiku-*']}")),
        stop(
            "field",
            Decision.Kind.FIELD,
            400,
            "rule `short`",
            (desk, _) -> desk.policy("{'id':'short','effect':'limit','max_tokens':10}", ALL_MAY)),
        stop(
                "tool",
                Decision.Kind.TOOL,
                400,
                "rule `offline`",
                (desk, _) ->
                    desk.policy(
                        "{'id':'offline','effect':'limit','server_tools':{'web_search*':false}}",
                        ALL_MAY))
            .asked(asking -> asking.in("search"))
            .by(PolicyDenials::hasServerTools),
        stop(
                "beta",
                Decision.Kind.BETA,
                400,
                "`fast-mode-2026-02-01`",
                (desk, _) ->
                    desk.policy(
                        "{'id':'slow','effect':'limit','denied_betas':['fast-mode-*']}", ALL_MAY))
            .asked(asking ->
                asking.with(
                    Map.of(
                        "anthropic-beta", "fast-mode-2026-02-01",
                        "openai-beta", "fast-mode-2026-02-01"))),
        stop(
            "kill switch",
            Refusal.Killed.class,
            403,
            "Costs run away",
            (desk, _) ->
                assertThat(
                        desk.postRest(
                                "kill-switches",
                                "{\"level\":\"organization\",\"reason\":\"Costs run away\"}")
                            .statusCode())
                    .isEqualTo(201)));
  }

  /** Claude Code's own are the client's; chats have a field instead. */
  static boolean hasServerTools(Client client) {
    return client.program() != Program.CLAUDE_CODE && client.format() != Format.CHAT;
  }

  private static void fork(CallDesk desk) {
    desk.database()
        .execute(sql ->
            sql.update(BUILD)
                .set(BUILD.PULL_REQUEST, FORK)
                .where(BUILD.ID.eq(desk.job.buildId()))
                .execute());
  }
}
