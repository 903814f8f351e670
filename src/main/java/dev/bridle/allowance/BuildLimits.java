package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.JOB;
import static org.jooq.impl.DSL.min;

import dev.bridle.auth.JobIdentity;
import dev.bridle.auth.JobTokens;
import dev.bridle.store.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

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

  /**
   * All that is told of a build.
   *
   * @param moreQueues in how many more queues it has jobs, whose own allowances are not among these
   */
  public record OfBuild(List<Entry> entries, int moreQueues) {}

  private record Key(String allowanceId, String targetId) {}

  private final Database database;
  private final JobTokens tokens;
  private final Admissions admissions;

  public BuildLimits(Database database, JobTokens tokens, Admissions admissions) {
    this.database = database;
    this.tokens = tokens;
    this.admissions = admissions;
  }

  public OfBuild ofBuild(String organizationId, String buildId) {
    var queues = oneOfEachQueue(buildId);
    var known =
        tokens.list(organizationId, queues.subList(0, Math.min(MOST_QUEUES, queues.size())));
    var jobs = queues.stream().map(known::get).filter(Objects::nonNull).toList();
    var limits = admissions.limits(jobs).join();
    var found = new LinkedHashMap<Key, Entry>();
    for (int i = 0; i < jobs.size(); i++) {
      var job = jobs.get(i);
      limits.get(i).stream()
          .filter(limit -> limit.standing().allowance().scope() != Scope.JOB)
          .forEach(limit -> found.putIfAbsent(key(limit), entry(limit, job)));
    }
    return new OfBuild(List.copyOf(found.values()), Math.max(0, queues.size() - MOST_QUEUES));
  }

  /** All else that jobs are charged to is the same for all jobs of a build. */
  private List<String> oneOfEachQueue(String buildId) {
    return database.read(sql ->
        sql.select(min(JOB.ID))
            .from(JOB)
            .where(JOB.BUILD_ID.eq(buildId), JOB.TYPE.eq("script"))
            .groupBy(JOB.QUEUE_ID)
            .orderBy(min(JOB.POSITION))
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
