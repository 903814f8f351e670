package dev.bridle.web.usage;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.REFUSED_CALL;
import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.store.Uuid7;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** A server whose jobs have used models: by real calls, and by many rows that are like them. */
final class UsedModels implements AutoCloseable {
  static final String HOSTILE = "<script>alert(1)</script>'\"& \u202Etxt.exe\u202C \u001B[31mred";

  private static final String LONG = "a-name-that-" + "goes-on-and-".repeat(6) + "on";
  private static final String ASK =
      "{\"model\":\"%s\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String ANSWER =
      "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-5-5\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":7000,\"output_tokens\":100,\"cache_read_input_tokens\":3000}}";

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  final CallDesk desk;

  UsedModels(Engine engine) {
    this(engine, InstantSource.system());
  }

  UsedModels(Engine engine, InstantSource clock) {
    desk = CallDesk.open(engine, provider, clock);
    desk.addPeople();
  }

  int ask(String model) {
    return desk.post("/v1/messages", ASK.formatted(model)).statusCode();
  }

  void call() {
    assertThat(ask("claude-sonnet-5-5")).isEqualTo(200);
  }

  /** Calls of the last days like the one that was made, of many pipelines, branches and models. */
  void many(int calls, int pipelines) {
    call();
    // Whoever asks for usage waits for what is being written.
    assertThat(desk.getRest("usage").statusCode()).isEqualTo(200);
    desk.database().write(sql -> copies(sql, calls, pipelines));
  }

  private static int copies(DSLContext sql, int calls, int pipelines) {
    var models = List.of("claude-sonnet-5-5", "claude-opus-5-5", "claude-haiku-5-5", HOSTILE);
    var row =
        sql.selectFrom(MODEL_CALL).where(MODEL_CALL.SETTLED_MS.isNotNull()).limit(1).fetchSingle();
    long settled =
        Objects.requireNonNull(
            sql.select(DSL.max(MODEL_CALL.SETTLE_NO)).from(MODEL_CALL).fetchSingle().value1());
    for (int i = 1; i <= calls; i++) {
      int pipeline = (int) Math.sqrt((double) i * 7919 % (pipelines * pipelines));
      var opened = Instant.now().minus(Duration.ofMinutes(i * 9973L % (60 * 24 * 45)));
      Map<Field<?>, Object> copy = new HashMap<>();
      copy.put(MODEL_CALL.ID, Uuid7.at(opened));
      copy.put(MODEL_CALL.PIPELINE_SLUG, pipeline == pipelines - 2 ? LONG : "pipeline-" + pipeline);
      copy.put(MODEL_CALL.BRANCH, i % 5 == 0 ? HOSTILE : i % 3 == 0 ? "feature/" + i % 11 : "main");
      copy.put(MODEL_CALL.MODEL_ANSWERED, models.get(i % 7 % 4));
      copy.put(
          MODEL_CALL.BUILD_ID,
          row.get(MODEL_CALL.BUILD_ID).substring(0, 30) + HexFormat.of().toHexDigits(i / 3, 6));
      copy.put(MODEL_CALL.BUILD_NUMBER, i / 3 + 2L);
      copy.put(MODEL_CALL.OPENED_MS, opened.toEpochMilli());
      copy.put(MODEL_CALL.COST_NANO, row.get(MODEL_CALL.COST_NANO) * (1 + i % 13));
      copy.put(MODEL_CALL.SETTLE_NO, settled + i);
      sql.insertInto(MODEL_CALL).set(row.intoMap()).set(copy).execute();
    }
    return calls;
  }

  /** A refused call, and many like it of the last days: more and more by pipeline. */
  void refuseMany(int calls, int pipelines) {
    desk.policy(
        "{'id':'no-opus','effect':'deny','models':['claude-opus-*']}",
        "{'id':'all','effect':'allow'}");
    assertThat(ask("claude-opus-5-5")).isEqualTo(403);
    assertThat(desk.refusedCalls()).hasSize(1);
    desk.database().write(sql -> refusals(sql, calls, pipelines));
  }

  private static int refusals(DSLContext sql, int calls, int pipelines) {
    var row = sql.selectFrom(REFUSED_CALL).limit(1).fetchSingle();
    for (int i = 1; i <= calls; i++) {
      int pipeline = i % pipelines;
      var at = Instant.now().minus(Duration.ofMinutes(i * 9973L % (60 * 24 * 25)));
      Map<Field<?>, Object> copy = new HashMap<>();
      copy.put(REFUSED_CALL.ID, Uuid7.at(at));
      copy.put(
          REFUSED_CALL.PIPELINE_SLUG, pipeline == pipelines - 1 ? LONG : "pipeline-" + pipeline);
      copy.put(REFUSED_CALL.TIMES, 1L + pipeline);
      copy.put(REFUSED_CALL.REFUSED_MS, at.toEpochMilli());
      copy.put(REFUSED_CALL.SAME_AS, "same-" + i);
      sql.insertInto(REFUSED_CALL).set(row.intoMap()).set(copy).execute();
    }
    return calls;
  }

  @Override
  public void close() {
    desk.close();
    provider.close();
  }
}
