package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.ALLOWANCE_BALANCE;
import static dev.bridle.store.schema.Tables.JOB;

import dev.bridle.store.Database;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/** Where the allowances of single jobs stand in one build. */
public final class JobStandings {
  private static final Comparator<Standing> FULLEST =
      Comparator.comparingLong((Standing one) -> one.settled() + one.held())
          .reversed()
          .thenComparing(Standing::targetId);

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
    // A window that ended in between would leave out what was found in it.
    long now = clock.millis();
    return database.read(sql -> {
      var all =
          AllowanceRows.list(sql, organizationId).stream()
              .filter(one -> one.scope() == Scope.JOB)
              .toList();
      if (all.isEmpty()) {
        return List.of();
      }
      var jobs = jobsNamed(sql, all, buildId);
      var standings = standings(sql, all, buildId, now);
      return all.stream()
          .filter(one -> one.targetId() == null || jobs.contains(one.targetId()))
          .map(one -> entry(one, standings.getOrDefault(one.id(), List.of()), atMost))
          .toList();
    });
  }

  private static Entry entry(Allowance allowance, List<Standing> used, int atMost) {
    return new Entry(allowance, used.stream().sorted(FULLEST).limit(atMost).toList(), used.size());
  }

  /** The jobs of the build that allowances are for by name. */
  private static Set<String> jobsNamed(DSLContext sql, List<Allowance> all, String buildId) {
    var named = all.stream().map(Allowance::targetId).filter(Objects::nonNull).toList();
    return named.isEmpty()
        ? Set.of()
        : sql.select(JOB.ID)
            .from(JOB)
            .where(JOB.ID.in(named), JOB.BUILD_ID.eq(buildId))
            .fetchSet(JOB.ID);
  }

  /** What jobs of the build used, by the allowances' ids: all in one query. */
  private static Map<String, List<Standing>> standings(
      DSLContext sql, List<Allowance> all, String buildId, long now) {
    Map<String, Long> windows =
        all.stream().collect(Collectors.toMap(Allowance::id, one -> one.window().startMs(now)));
    Map<String, Allowance> byId = all.stream().collect(Collectors.toMap(Allowance::id, one -> one));
    return sql
        .select(
            ALLOWANCE_BALANCE.ALLOWANCE_ID,
            ALLOWANCE_BALANCE.TARGET_ID,
            ALLOWANCE_BALANCE.WINDOW_MS,
            ALLOWANCE_BALANCE.SETTLED,
            ALLOWANCE_BALANCE.HELD)
        .from(JOB)
        .join(ALLOWANCE_BALANCE)
        .on(ALLOWANCE_BALANCE.TARGET_ID.eq(JOB.ID))
        .where(JOB.BUILD_ID.eq(buildId), ALLOWANCE_BALANCE.ALLOWANCE_ID.in(byId.keySet()))
        .and(ALLOWANCE_BALANCE.WINDOW_MS.in(Set.copyOf(windows.values())))
        .and(ALLOWANCE_BALANCE.SETTLED.plus(ALLOWANCE_BALANCE.HELD).gt(0L))
        .fetch(row ->
            new Standing(
                Objects.requireNonNull(byId.get(row.value1())),
                row.value2(),
                row.value3(),
                row.value4(),
                row.value5()))
        .stream()
        .filter(one -> Objects.equals(windows.get(one.allowance().id()), one.windowMs()))
        .collect(Collectors.groupingBy(one -> one.allowance().id()));
  }
}
