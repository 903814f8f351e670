package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.JOB;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * Reads what has changed in a build since a revision, piece by piece: first the jobs, then the
 * build itself. A job that changes while its round is read comes in the next one.
 */
final class ChangesSince {
  private static final int PIECE = 200;

  private final String buildId;
  private long seen;
  private BuildChange.@Nullable OfBuild round;
  private @Nullable String lastJob;
  private long lastRevision;

  ChangesSince(String buildId, long revision) {
    this.buildId = buildId;
    this.seen = revision;
  }

  /** The revision up to which all was read. */
  long seen() {
    return seen;
  }

  /** Whether a round was begun and not read to its end. */
  boolean underWay() {
    return round != null;
  }

  List<BuildChange> nextPiece(DSLContext sql) {
    var head = round == null ? begin(sql) : round;
    if (head.revision() == seen) {
      round = null;
      return List.of();
    }
    round = head;
    var jobs =
        sql.select(JobLines.COLUMNS)
            .from(JOB)
            .where(JOB.BUILD_ID.eq(buildId), JOB.REVISION.le(head.revision()), notRead())
            .orderBy(JOB.REVISION, JOB.ID)
            .limit(PIECE)
            .fetch();
    var piece = new ArrayList<BuildChange>(jobs.map(JobLines::of));
    if (jobs.size() < PIECE) {
      piece.add(head);
      end(head);
    } else {
      lastJob = jobs.getLast().get(JOB.ID);
      lastRevision = jobs.getLast().get(JOB.REVISION);
    }
    return piece;
  }

  private Condition notRead() {
    var later = JOB.REVISION.gt(lastJob == null ? seen : lastRevision);
    return lastJob == null
        ? later
        : later.or(JOB.REVISION.eq(lastRevision).and(JOB.ID.gt(lastJob)));
  }

  private BuildChange.OfBuild begin(DSLContext sql) {
    var head = sql.selectFrom(BUILD).where(BUILD.ID.eq(buildId)).fetchSingle(ChangesSince::build);
    if (head.revision() < seen) {
      // Nobody can have seen that: it is from another time of the database.
      seen = -1;
    }
    return head;
  }

  private void end(BuildChange.OfBuild head) {
    seen = head.revision();
    round = null;
    lastJob = null;
  }

  private static BuildChange.OfBuild build(Record row) {
    return new BuildChange.OfBuild(
        row.get(BUILD.ID),
        row.get(BUILD.REVISION),
        BuildState.of(row.get(BUILD.STATE)),
        row.get(BUILD.COMMIT_REF),
        row.get(BUILD.MESSAGE),
        JobLines.instant(row.get(BUILD.STARTED_MS)),
        JobLines.instant(row.get(BUILD.FAILING_MS)),
        JobLines.instant(row.get(BUILD.FINISHED_MS)));
  }
}
