package dev.bridle.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.JobIdentity;
import dev.bridle.auth.JobTokens;
import dev.bridle.store.Database;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What a kill switch stops, and until when. */
@OnBothEngines
class KillSwitchesTest {
  private static final Actor ANA = new Actor("USER", "p-1", "Ana", null, null);

  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final AuditLog audit;
  private final KillSwitches switches;
  private final CiRecord ci;
  private final JobIdentity job;

  KillSwitchesTest(Engine engine) {
    database = engine.open();
    audit = new AuditLog(database, clock);
    switches = new KillSwitches(database, audit, clock);
    ci = database.write(sql -> CiRecord.of(sql, "acme"));
    String jobId = database.write(sql -> ci.runningJob(sql, 1)).jobId();
    job = new JobTokens(database).find(jobId).orElseThrow();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private KillSwitch create(String json) {
    String ids =
        json.replace('\'', '"').replace("JOB", job.jobId()).replace("PIPELINE", ci.pipelineId);
    var order =
        NewKillSwitch.read(
            JsonMapper.shared().readTree(ids), clock.instant(), List.of("anthropic", "openai"));
    return switches.create(ANA, ci.organizationId, order);
  }

  private Optional<KillSwitch> stopping() {
    return switches.stopping(job, "anthropic", List.of("claude-sonnet-5-5")).join();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'level':'organization'                          | true
          'level':'pipeline','target':'analysis'          | true
          'level':'pipeline','target':'PIPELINE'          | true
          'level':'provider','target':'anthropic'         | true
          'level':'provider','target':'Anthropic '        | true
          'level':'provider','target':'openai'            | false
          'level':'model','target':'claude-sonnet-*'      | true
          'level':'model','target':'claude-sonnet-5-5'    | true
          'level':'model','target':'claude-opus-*'        | false
          'level':'job','target':'JOB'                    | true
          """)
  void stopsWhatItSays(String what, boolean stops) {
    assertThat(stopping()).isEmpty();
    var created = create("{" + what + ",'reason':'Costs run away'}");
    assertThat(stopping()).isEqualTo(stops ? Optional.of(created) : Optional.empty());
    assertThat(created.sentence()).contains("Costs run away", "an administrator");
  }

  @Test
  void otherOrganizationsGoOn() {
    create("{'level':'organization','reason':'x'}");
    var other = database.write(sql -> CiRecord.of(sql, "other"));
    String otherJob = database.write(sql -> other.runningJob(sql, 1)).jobId();
    assertThat(
            switches
                .stopping(
                    new JobTokens(database).find(otherJob).orElseThrow(),
                    "anthropic",
                    java.util.List.of("claude-x"))
                .join())
        .isEmpty();
  }

  @Test
  void isOverWhenItIsEnded() {
    var created = create("{'level':'organization','reason':'x'}");
    clock.pass(Duration.ofSeconds(1));
    assertThat(switches.end(ANA, "another-organization", created.id())).isFalse();
    assertThat(switches.end(ANA, ci.organizationId, created.id())).isTrue();
    assertThat(stopping()).isEmpty();
    assertThat(switches.end(ANA, ci.organizationId, created.id())).isFalse();
    assertThat(switches.list(ci.organizationId)).isEmpty();
    assertThat(switches.listAll(ci.organizationId, 0, 50))
        .singleElement()
        .satisfies(one -> assertThat(one.endedBy()).isEqualTo("Ana"));
    assertThat(audit.list(ci.organizationId, null, 10))
        .extracting(AuditLog.Entry::type)
        .containsExactly("KILL_SWITCH_ENDED", "KILL_SWITCH_CREATED");
  }

  @Test
  void isOverByItselfAtItsEnd() {
    create("{'level':'organization','reason':'x','ends_at':'2026-11-23T12:30:00Z'}");
    clock.pass(Duration.ofMinutes(29));
    assertThat(stopping()).isPresent();
    clock.pass(Duration.ofMinutes(1));
    assertThat(stopping()).isEmpty();
    assertThat(switches.list(ci.organizationId)).isEmpty();
  }

  @Test
  void listenersAreToldOfANewOneThatIsInForce() {
    List<Optional<KillSwitch>> told = new ArrayList<>();
    switches.whenCreated(created -> {
      assertThat(created.stops(job, "anthropic", "claude-sonnet-5-5")).isTrue();
      told.add(stopping());
    });
    var created = create("{'level':'job','target':'JOB','reason':'x'}");
    assertThat(told).containsExactly(Optional.of(created));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'level':'organization'}                                    | `reason` must be given
          {'level':'organization','target':'x','reason':'x'}          | `target` must be left out
          {'level':'team','target':'x','reason':'x'}                  | `level` must be organization, pipeline
          {'level':'pipeline','reason':'x'}                           | `target` must be given
          {'level':'pipeline','target':'nope','reason':'x'}           | There is no pipeline `nope` here.
          {'level':'job','target':'nope','reason':'x'}                | There is no job `nope` here.
          {'level':'provider','target':'antropic','reason':'x'}       | `target` must be a provider that is known: anthropic or openai
          {'level':'organization','reason':'x','ends_at':'+999999999-12-31T00:00:00Z'} | `ends_at` is too far in the future
          {'level':'model','target':'a b','reason':'x'}               | `target` holds the pattern `a b`
          {'level':'organization','reason':'x','ends_at':'tomorrow'}  | `ends_at` must be a time such as
          {'level':'organization','reason':'x','ends_at':'2026-11-23T12:00:00Z'} | `ends_at` must be in the future
          {'level':'organization','reason':'x','until':'x'}           | there is no key `until` here
          """)
  void isRefusedInWords(String json, String sentence) {
    assertThatThrownBy(() -> create(json))
        .isInstanceOf(InvalidDocument.class)
        .hasMessageContaining(sentence);
    assertThat(audit.list(ci.organizationId, null, 10)).isEmpty();
  }
}
