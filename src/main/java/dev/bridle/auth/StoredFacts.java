package dev.bridle.auth;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.CLUSTER;
import static dev.bridle.store.schema.Tables.CLUSTER_QUEUE;
import static dev.bridle.store.schema.Tables.ORGANIZATION;
import static dev.bridle.store.schema.Tables.PERSON;
import static dev.bridle.store.schema.Tables.PIPELINE;

import java.util.HashMap;
import java.util.Map;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The facts of a job as the tables of the CI record hold them. */
final class StoredFacts {
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private StoredFacts() {}

  static JobFacts of(Record row) {
    String repository = blankAsNull(row.get(PIPELINE.REPOSITORY));
    return new JobFacts(
        row.get(ORGANIZATION.SLUG),
        row.get(CLUSTER.NAME),
        row.get(CLUSTER_QUEUE.QUEUE_KEY),
        row.get(PIPELINE.NAME),
        repository,
        row.get(PIPELINE.DEFAULT_BRANCH),
        row.get(BUILD.STATE),
        row.get(BUILD.TAG),
        row.get(BUILD.MESSAGE),
        row.get(PERSON.NAME),
        row.get(PERSON.EMAIL),
        author(row.get(BUILD.AUTHOR)),
        pullRequest(row.get(BUILD.PULL_REQUEST), repository, row.get(BUILD.BRANCH)),
        env(row));
  }

  private static JobFacts.@Nullable Author author(@Nullable String json) {
    return json == null ? null : JsonMapper.shared().readValue(json, JobFacts.Author.class);
  }

  private static JobFacts.@Nullable PullRequest pullRequest(
      @Nullable String json, @Nullable String ownRepository, String branch) {
    if (json == null) {
      return null;
    }
    JsonNode pull = JsonMapper.shared().readTree(json);
    String repository = text(pull, "repository");
    return new JobFacts.PullRequest(
        pull.path("id").asString(),
        text(pull, "base"),
        repository,
        Forks.isFork(repository, ownRepository, branch));
  }

  /** The later map wins, as in the job's own environment. */
  private static Map<String, String> env(Record row) {
    var env = new HashMap<String, String>();
    for (var column : java.util.List.of(BUILD.PIPELINE_ENV, BUILD.ENV, BUILD.UPLOAD_ENV)) {
      env.putAll(JsonMapper.shared().readValue(row.get(column), TEXTS));
    }
    return env;
  }

  private static @Nullable String text(JsonNode object, String name) {
    return object.path(name).isString() ? object.path(name).stringValue() : null;
  }

  private static @Nullable String blankAsNull(String text) {
    return text.isBlank() ? null : text;
  }
}
