package dev.bridle.build;

import static dev.bridle.store.schema.Tables.PIPELINE;

import dev.bridle.organization.InvalidField;
import dev.bridle.pipeline.PipelineProblem;
import dev.bridle.store.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes pipelines; builds that there are already stay as they were begun. */
public final class PipelineChanges {
  /** What can be changed of a pipeline besides its steps. */
  public record Settings(
      String name, @Nullable String description, String repository, String defaultBranch) {}

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_TEXT = 2000;

  private final Database database;

  public PipelineChanges(Database database) {
    this.database = database;
  }

  /** All that is wrong with steps; empty when they can run. */
  public static List<PipelineProblem> problems(String configuration) {
    return StoredSteps.problems(configuration);
  }

  /**
   * Replaces the steps.
   *
   * @throws dev.bridle.pipeline.InvalidPipeline when they can't run
   */
  public void steps(Pipeline pipeline, String configuration) {
    StoredSteps.check(pipeline.withConfiguration(configuration));
    database.execute(sql ->
        sql.update(PIPELINE)
            .set(PIPELINE.CONFIGURATION, configuration)
            .where(PIPELINE.ID.eq(pipeline.id()))
            .execute());
  }

  /** Its address stays, whatever it is called. */
  public void settings(Pipeline pipeline, Settings settings) {
    require("name", settings.name, LONGEST_NAME);
    require("default_branch", settings.defaultBranch, LONGEST_NAME);
    String description = settings.description == null ? "" : settings.description;
    atMost("description", description, LONGEST_TEXT);
    atMost("repository", settings.repository, LONGEST_TEXT);
    database.execute(sql ->
        sql.update(PIPELINE)
            .set(PIPELINE.NAME, settings.name.strip())
            .set(PIPELINE.DESCRIPTION, settings.description)
            .set(PIPELINE.REPOSITORY, settings.repository.strip())
            .set(PIPELINE.DEFAULT_BRANCH, settings.defaultBranch.strip())
            .where(PIPELINE.ID.eq(pipeline.id()))
            .execute());
  }

  private static void require(String field, String text, int longest) {
    if (text.isBlank()) {
      throw new InvalidField(field, "must be given");
    }
    atMost(field, text, longest);
  }

  private static void atMost(String field, String text, int longest) {
    if (text.length() > longest) {
      throw new InvalidField(field, "can be at most " + longest + " characters long");
    }
  }
}
