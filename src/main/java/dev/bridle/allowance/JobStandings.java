package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.ALLOWANCE_BALANCE;
import static dev.bridle.store.schema.Tables.JOB;

import dev.bridle.store.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Where the allowances of single jobs stand in one build. */
public final class JobStandings {
  /**
   * An allowance of jobs.
   *
   * @param most of those jobs that used most of it
   * @param used how many jobs of the build used some of it
   */
  public record Entry(Allowance allowance, List<Standing> most, int used) {
    public Entry {
      most = List.copyOf(most);
    }
  }

  private final Database database;
  private final InstantSource clock;

  public JobStandings(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** All that are for jobs of the build, in the window of now. */
  public List<Entry> ofBuild(String organizationId, String buildId, int atMost) {
    database.settleHot();
    return database.read(sql ->
        AllowanceRows.list(sql, organizationId).stream()
            .filter(allowance -> isForJobOf(sql, allowance, buildId))
            .map(allowance -> entry(sql, allowance, buildId, atMost))
            .toList());
  }

  private static boolean isForJobOf(DSLContext sql, Allowance allowance, String buildId) {
    String job = allowance.targetId();
    return allowance.scope() == Scope.JOB
        && (job == null || sql.fetchExists(JOB, JOB.ID.eq(job), JOB.BUILD_ID.eq(buildId)));
  }

  private Entry entry(DSLContext sql, Allowance allowance, String buildId, int atMost) {
    long windowMs = allowance.window().startMs(clock.millis());
    var used = ALLOWANCE_BALANCE.SETTLED.plus(ALLOWANCE_BALANCE.HELD);
    var some = used.gt(0L).and(ofBuild(allowance, buildId, windowMs));
    var most =
        sql.select(ALLOWANCE_BALANCE.TARGET_ID, ALLOWANCE_BALANCE.SETTLED, ALLOWANCE_BALANCE.HELD)
            .from(ALLOWANCE_BALANCE)
            .join(JOB)
            .on(JOB.ID.eq(ALLOWANCE_BALANCE.TARGET_ID))
            .where(some)
            .orderBy(used.desc(), ALLOWANCE_BALANCE.TARGET_ID)
            .limit(atMost)
            .fetch(
                row -> new Standing(allowance, row.value1(), windowMs, row.value2(), row.value3()));
    int all =
        most.size() < atMost
            ? most.size()
            : Objects.requireNonNull(
                sql.selectCount()
                    .from(ALLOWANCE_BALANCE)
                    .join(JOB)
                    .on(JOB.ID.eq(ALLOWANCE_BALANCE.TARGET_ID))
                    .where(some)
                    .fetchSingle()
                    .value1());
    return new Entry(allowance, most, all);
  }

  private static Condition ofBuild(Allowance allowance, String buildId, long windowMs) {
    return ALLOWANCE_BALANCE
        .ALLOWANCE_ID
        .eq(allowance.id())
        .and(ALLOWANCE_BALANCE.WINDOW_MS.eq(windowMs))
        .and(JOB.BUILD_ID.eq(buildId));
  }
}
