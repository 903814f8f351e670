package dev.bridle.build;

import static dev.bridle.store.schema.Tables.JOB;

import java.time.Instant;
import java.util.List;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What lists of jobs show, without what only the job's own page needs. */
final class JobLines {
  /** Enough to tell jobs without a label apart. */
  private static final Field<String> COMMAND =
      DSL.substring(JOB.COMMAND, 1, 200).as("command_beginning");

  static final List<Field<?>> COLUMNS =
      List.of(
          JOB.ID,
          JOB.STEP_ID,
          JOB.GROUP_ID,
          JOB.GROUP_KEY,
          JOB.TYPE,
          JOB.STATE,
          JOB.LABEL,
          COMMAND,
          JOB.STEP_KEY,
          JOB.POSITION,
          JOB.ATTEMPT,
          JOB.RETRIED_IN,
          JOB.AGENT_ID,
          JOB.EXIT_STATUS,
          JOB.SCHEDULED_MS,
          JOB.STARTED_MS,
          JOB.FINISHED_MS,
          JOB.REVISION);

  private JobLines() {}

  static BuildChange.OfJob of(Record row) {
    var type = JobType.of(row.get(JOB.TYPE));
    Long exitStatus = row.get(JOB.EXIT_STATUS);
    return new BuildChange.OfJob(
        row.get(JOB.ID),
        row.get(JOB.STEP_ID),
        row.get(JOB.GROUP_ID),
        row.get(JOB.GROUP_KEY),
        type,
        JobState.of(row.get(JOB.STATE)).shown(type, exitStatus),
        row.get(JOB.LABEL),
        row.get(COMMAND),
        row.get(JOB.STEP_KEY),
        row.get(JOB.POSITION),
        row.get(JOB.ATTEMPT),
        row.get(JOB.RETRIED_IN),
        row.get(JOB.AGENT_ID),
        exitStatus,
        instant(row.get(JOB.SCHEDULED_MS)),
        instant(row.get(JOB.STARTED_MS)),
        instant(row.get(JOB.FINISHED_MS)));
  }

  static @Nullable Instant instant(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
