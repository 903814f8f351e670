package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.JOB;
import static org.jooq.impl.DSL.min;

import dev.bridle.auth.JobIdentity;
import dev.bridle.auth.JobTokens;
import dev.bridle.store.Database;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What the jobs of a build are charged to together, whichever queue they are in. What each job has
 * for itself is told by {@link JobStandings}.
 */
public final class BuildLimits {
  /** A build in more queues than that is told those of its first ones. */
  private static final int MOST_QUEUES = 20;

  /**
   * One of them.
   *
   * @param of the queue that it is for, by name; empty for what is for no queue
   */
  public record Entry(Limit limit, String of) {}

  private record Key(String allowanceId, String targetId) {}

  private final Database database;
  private final JobTokens tokens;
  private final Admissions admissions;

  public BuildLimits(Database database, JobTokens tokens, Admissions admissions) {
    this.database = database;
    this.tokens = tokens;
    this.admissions = admissions;
  }

  public List<Entry> ofBuild(String buildId) {
    var found = new LinkedHashMap<Key, Entry>();
    for (String id : oneOfEachQueue(buildId)) {
      tokens
          .find(id)
          .ifPresent(job ->
              admissions.limits(job).join().stream()
                  .filter(limit -> limit.standing().allowance().scope() != Scope.JOB)
                  .forEach(limit -> found.putIfAbsent(key(limit), entry(limit, job))));
    }
    return List.copyOf(found.values());
  }

  /** All else that jobs are charged to is the same for all jobs of a build. */
  private List<String> oneOfEachQueue(String buildId) {
    return database.read(sql ->
        sql.select(min(JOB.ID))
            .from(JOB)
            .where(JOB.BUILD_ID.eq(buildId), JOB.TYPE.eq("script"))
            .groupBy(JOB.QUEUE_ID)
            .orderBy(min(JOB.POSITION))
            .limit(MOST_QUEUES)
            .fetch(row -> row.value1()));
  }

  private static Key key(Limit limit) {
    return new Key(limit.standing().allowance().id(), limit.standing().targetId());
  }

  private static Entry entry(Limit limit, JobIdentity job) {
    return new Entry(
        limit, limit.standing().allowance().scope() == Scope.QUEUE ? job.facts().queueKey() : "");
  }
}
