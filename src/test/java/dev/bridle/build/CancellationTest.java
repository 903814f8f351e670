package dev.bridle.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.auth.JobTokens;
import dev.bridle.auth.JobTokens.Answer;
import dev.bridle.testing.BuildDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class CancellationTest {
  private final BuildDesk desk;

  CancellationTest(Engine engine) {
    desk = new BuildDesk(engine);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private String running(BuildDesk desk) {
    var agent = desk.newAgent();
    String job = desk.take(agent);
    return desk.database
        .write(sql -> JobTokens.mint(sql, job, agent.id(), desk.clock.millis()))
        .value()
        .reveal();
  }

  private Answer identify(String token) {
    return desk.tokens().identify(token).join();
  }

  @Test
  void noTokenOfTheBuildIsGoodFromTheCommitOn() {
    var build = desk.build("  - {label: a, command: a}\n".repeat(2));
    var tokens = List.of(running(desk), running(desk));
    assertThat(tokens)
        .allSatisfy(token -> assertThat(identify(token)).isInstanceOf(Answer.Valid.class));
    var seen = new ArrayList<Answer>();
    // When the first job is being forgotten the commit has been, and the second is remembered yet.
    desk.tokens().whenForgotten(_ -> tokens.forEach(token -> seen.add(identify(token))));

    new Cancellation(desk.database, desk.tokens(), desk.clock).cancel(build.id(), "by test");

    assertThat(seen).hasSize(4).containsOnly(new Answer.Canceling());
  }

  @Test
  void otherBuildsTokensStayGood() {
    var build = desk.build("  - {label: a, command: a}\n");
    running(desk);
    desk.build("  - {label: b, command: b}\n");
    String other = running(desk);
    var known = identify(other);
    assertThat(known).isInstanceOf(Answer.Valid.class);

    new Cancellation(desk.database, desk.tokens(), desk.clock).cancel(build.id(), "by test");

    assertThat(identify(other)).isSameAs(known);
  }
}
