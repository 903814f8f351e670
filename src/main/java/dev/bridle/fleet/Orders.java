package dev.bridle.fleet;

import static dev.bridle.store.schema.Tables.AGENT;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.build.Cancellation;
import dev.bridle.organization.InvalidField;
import dev.bridle.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** What people tell agents: to leave, to rest for a while, to go on. */
public final class Orders {
  /** What became of an order. */
  public enum Answer {
    DONE,
    NOT_CONNECTED,
    PAUSED_ALREADY,
    NOT_PAUSED
  }

  /**
   * How long and why an agent rests.
   *
   * @param note one line, also an empty one
   */
  public record Rest(long minutes, String note) {
    public static final long USUAL_MINUTES = 5;
    public static final long MOST_MINUTES = Duration.ofDays(1).toMinutes();
    public static final int LONGEST_NOTE = 200;

    public Rest {
      if (minutes < 1 || minutes > MOST_MINUTES) {
        throw new InvalidField("timeout_in_minutes", "must be from 1 to " + MOST_MINUTES);
      }
      if (note.length() > LONGEST_NOTE || note.chars().anyMatch(Character::isISOControl)) {
        throw new InvalidField(
            "note", "must be one line of at most " + LONGEST_NOTE + " characters");
      }
    }
  }

  private static final String SUBJECT = "AGENT";

  private final Database database;
  private final AuditLog audit;
  private final Cancellation cancellation;
  private final InstantSource clock;

  public Orders(Database database, AuditLog audit, Cancellation cancellation, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.cancellation = cancellation;
    this.clock = clock;
  }

  /** From now on the agent gets no more jobs, and it is told to leave when it has none. */
  public Answer stop(Agent agent, Actor by) {
    return stop(agent, by, false);
  }

  /** The same at once: the build of the job that it has in hand is canceled. */
  public Answer stopByForce(Agent agent, Actor by) {
    var answer = stop(agent, by, true);
    if (answer == Answer.DONE) {
      buildAtWork(agent.id())
          .ifPresent(build -> cancellation.cancel(build, "The agent was stopped by " + name(by)));
    }
    return answer;
  }

  private Answer stop(Agent agent, Actor by, boolean force) {
    return database.write(sql -> {
      int asked =
          sql.update(AGENT)
              .set(AGENT.STOP_ASKED_MS, clock.millis())
              .where(connected(agent), AGENT.STOP_ASKED_MS.isNull())
              .execute();
      if (asked == 0 && !sql.fetchExists(AGENT, connected(agent))) {
        return Answer.NOT_CONNECTED;
      }
      // A repeat tells nothing new, but for one by force: it ends the job that is in hand.
      if (asked == 0 && !(force && hasWork(sql, agent))) {
        return Answer.DONE;
      }
      record(sql, by, agent, "_STOPPED", Map.of(), Map.of("force", force));
      return Answer.DONE;
    });
  }

  /** The agent stays, and gets no jobs until the time is over; what it has in hand it finishes. */
  public Answer pause(Agent agent, Rest rest, Actor by) {
    var now = clock.instant();
    var until = now.plus(Duration.ofMinutes(rest.minutes));
    return database.write(sql -> {
      int paused =
          sql.update(AGENT)
              .set(AGENT.PAUSED_MS, now.toEpochMilli())
              .set(AGENT.PAUSED_UNTIL_MS, until.toEpochMilli())
              .set(AGENT.PAUSED_BY, by.id())
              .set(AGENT.PAUSED_BY_NAME, name(by))
              .set(AGENT.PAUSED_NOTE, rest.note)
              .where(connected(agent), DSL.not(paused(now)))
              .execute();
      if (paused == 0) {
        return sql.fetchExists(AGENT, connected(agent))
            ? Answer.PAUSED_ALREADY
            : Answer.NOT_CONNECTED;
      }
      record(sql, by, agent, "_PAUSED", Map.of(), told(until, rest.note));
      return Answer.DONE;
    });
  }

  private static Map<String, ?> told(Instant until, String note) {
    var said = new LinkedHashMap<String, Object>();
    said.put("until", Instant.ofEpochMilli(until.toEpochMilli()).toString());
    if (!note.isEmpty()) {
      said.put("note", note);
    }
    return said;
  }

  /** The agent gets jobs again. */
  public Answer resume(Agent agent, Actor by) {
    var now = clock.instant();
    return database.write(sql -> {
      var pause = sql.selectFrom(AGENT).where(AGENT.ID.eq(agent.id()), paused(now)).fetchOptional();
      if (pause.isEmpty()) {
        return Answer.NOT_PAUSED;
      }
      Agents.endPause(sql, agent.id());
      var before = Objects.requireNonNull(AgentRows.pause(pause.get()));
      record(sql, by, agent, "_RESUMED", told(before.until(), before.note()), Map.of());
      return Answer.DONE;
    });
  }

  /** The word that an agent is told that has no job; empty when it should just ask again. */
  public Optional<String> action(String agentId) {
    var now = clock.instant();
    return database.read(sql ->
        sql.select(AGENT.STOP_ASKED_MS)
            .from(AGENT)
            .where(AGENT.ID.eq(agentId), AGENT.STOP_ASKED_MS.isNotNull().or(paused(now)))
            .fetchOptional(row -> row.value1() == null ? "pause" : "disconnect"));
  }

  private static Condition connected(Agent agent) {
    return AGENT.ID.eq(agent.id()).and(AGENT.STATE.eq("connected"));
  }

  /** Null, as it is without a pause, is not later than anything. */
  private static Condition paused(Instant now) {
    return DSL.coalesce(AGENT.PAUSED_UNTIL_MS, 0L).gt(now.toEpochMilli());
  }

  private Optional<String> buildAtWork(String agentId) {
    return database.read(sql ->
        Optional.ofNullable(AgentRows.work(sql, List.of(agentId)).get(agentId))
            .map(AgentAtWork.Work::buildId));
  }

  private static boolean hasWork(DSLContext sql, Agent agent) {
    var work = AgentRows.work(sql, List.of(agent.id())).get(agent.id());
    return work != null && !work.state().equals("canceling");
  }

  private void record(
      DSLContext sql,
      Actor by,
      Agent agent,
      String what,
      Map<String, ?> before,
      Map<String, ?> after) {
    audit.record(
        sql,
        by,
        new AuditEvent(
            agent.organizationId(),
            SUBJECT + what,
            SUBJECT,
            agent.id(),
            agent.name(),
            before,
            after));
  }

  private static String name(Actor by) {
    return Objects.requireNonNullElse(by.name(), "an API token");
  }
}
