package dev.bridle.auth;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.CLUSTER;
import static dev.bridle.store.schema.Tables.CLUSTER_QUEUE;
import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.JOB_TOKEN;
import static dev.bridle.store.schema.Tables.ORGANIZATION;
import static dev.bridle.store.schema.Tables.PERSON;
import static dev.bridle.store.schema.Tables.PIPELINE;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bridle.store.Database;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectOnConditionStep;

/**
 * Finds the job behind a job token. Answers are remembered under the token's full SHA-256 until
 * {@link #forget} is told that the job has changed.
 */
public final class JobTokens {
  /** What is known of a token. */
  public sealed interface Answer {
    record Valid(JobIdentity job) implements Answer {}

    record Unknown() implements Answer {}

    record Finished() implements Answer {}

    record Canceling() implements Answer {}
  }

  private static final Set<String> MAY_CALL = Set.of("accepted", "running");

  private final Database database;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AsyncCache<String, Answer> answers =
      Caffeine.newBuilder().maximumSize(100_000).executor(threads).buildAsync();

  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final Set<Doubt> doubts = ConcurrentHashMap.newKeySet();

  public JobTokens(Database database) {
    this.database = database;
  }

  /** Whose token this is and whether it may call models now; never blocks. */
  public CompletableFuture<Answer> identify(String token) {
    if (!Token.wellFormed(TokenKind.JOB, token)) {
      return CompletableFuture.completedFuture(new Answer.Unknown());
    }
    String hash = Token.hash(token);
    var answer = answers.get(hash, this::load);
    var _ = answer.whenComplete((known, why) -> keepOnlyValid(hash, answer, known));
    if (doubts.stream().anyMatch(doubt -> doubt.isAbout(answer))) {
      return CompletableFuture.supplyAsync(() -> load(hash), threads);
    }
    return answer;
  }

  private void keepOnlyValid(
      String hash,
      CompletableFuture<Answer> answer,
      @org.jspecify.annotations.Nullable Answer known) {
    if (!(known instanceof Answer.Valid)) {
      answers.asMap().remove(hash, answer);
    }
  }

  /**
   * To be called after the commit that changed a job's state. A look-up still under way began
   * before that commit, so its answer is not kept either.
   */
  public void forget(String jobId) {
    answers
        .asMap()
        .values()
        .removeIf(a -> !a.isDone() || isValid(a, job -> job.jobId().equals(jobId)));
    listeners.forEach(listener -> listener.accept(jobId));
  }

  /** What is remembered of a build's jobs isn't believed until this is closed. */
  public final class Doubt implements AutoCloseable {
    private final String buildId;

    private Doubt(String buildId) {
      this.buildId = buildId;
    }

    private boolean isAbout(CompletableFuture<Answer> answer) {
      return !answer.isDone() || isValid(answer, job -> job.buildId().equals(buildId));
    }

    @Override
    public void close() {
      doubts.remove(this);
    }
  }

  /**
   * To be opened before the commit that ends a build's jobs, and closed when they are forgotten:
   * others can see that commit before this process has gone on.
   */
  public Doubt doubt(String buildId) {
    var doubt = new Doubt(buildId);
    doubts.add(doubt);
    return doubt;
  }

  /** Tells the job's id whenever one is forgotten: what runs in its name must end. */
  public void whenForgotten(Consumer<String> listener) {
    listeners.add(listener);
  }

  private static boolean isValid(CompletableFuture<Answer> answer, Predicate<JobIdentity> which) {
    return !answer.isCompletedExceptionally()
        && answer.join() instanceof Answer.Valid(var job)
        && which.test(job);
  }

  private Answer load(String hash) {
    return database.read(sql -> {
      var row =
          jobs(sql, JOB_TOKEN.AGENT_ID)
              .join(JOB_TOKEN)
              .on(JOB_TOKEN.JOB_ID.eq(JOB.ID))
              .where(JOB_TOKEN.TOKEN_HASH.eq(hash))
              .fetchOne();
      return row == null ? new Answer.Unknown() : judged(row);
    });
  }

  /** A job by its id, whatever its state; one that no agent has yet is told without an agent. */
  public Optional<JobIdentity> find(String jobId) {
    return database.read(sql ->
        jobs(sql)
            .where(JOB.ID.eq(jobId))
            .fetchOptional(
                row -> identity(row, Objects.requireNonNullElse(row.get(JOB.AGENT_ID), ""))));
  }

  /** Those jobs of an organization that there are, by their ids. */
  public Map<String, JobIdentity> list(String organizationId, Collection<String> jobIds) {
    return database.read(sql ->
        jobs(sql)
            .where(JOB.ID.in(jobIds), JOB.ORGANIZATION_ID.eq(organizationId))
            .fetchMap(
                row -> row.get(JOB.ID),
                row -> identity(row, Objects.requireNonNullElse(row.get(JOB.AGENT_ID), ""))));
  }

  private static SelectOnConditionStep<Record> jobs(DSLContext sql, Field<?>... more) {
    return sql.select(JOB.fields())
        .select(BUILD.fields())
        .select(PIPELINE.SLUG, PIPELINE.NAME, PIPELINE.REPOSITORY, PIPELINE.DEFAULT_BRANCH)
        .select(ORGANIZATION.SLUG, CLUSTER.NAME, CLUSTER_QUEUE.QUEUE_KEY)
        .select(PERSON.NAME, PERSON.EMAIL)
        .select(more)
        .from(JOB)
        .join(BUILD)
        .on(BUILD.ID.eq(JOB.BUILD_ID))
        .join(PIPELINE)
        .on(PIPELINE.ID.eq(JOB.PIPELINE_ID))
        .join(ORGANIZATION)
        .on(ORGANIZATION.ID.eq(JOB.ORGANIZATION_ID))
        .join(CLUSTER)
        .on(CLUSTER.ID.eq(JOB.CLUSTER_ID))
        .join(CLUSTER_QUEUE)
        .on(CLUSTER_QUEUE.ID.eq(JOB.QUEUE_ID))
        .leftJoin(PERSON)
        .on(PERSON.ID.eq(BUILD.CREATOR_ID));
  }

  private static Answer judged(Record row) {
    String state = row.get(JOB.STATE);
    if (state.equals("canceling")) {
      return new Answer.Canceling();
    }
    return MAY_CALL.contains(state)
        ? new Answer.Valid(identity(row, row.get(JOB_TOKEN.AGENT_ID)))
        : new Answer.Finished();
  }

  private static JobIdentity identity(Record row, String agentId) {
    return new JobIdentity(
        row.get(JOB.ORGANIZATION_ID),
        row.get(JOB.CLUSTER_ID),
        row.get(JOB.QUEUE_ID),
        row.get(JOB.PIPELINE_ID),
        row.get(PIPELINE.SLUG),
        row.get(JOB.BUILD_ID),
        row.get(BUILD.NUMBER),
        row.get(BUILD.BRANCH),
        row.get(BUILD.COMMIT_REF),
        row.get(BUILD.SOURCE),
        row.get(BUILD.CREATOR_ID),
        row.get(JOB.ID),
        row.get(JOB.STEP_KEY),
        row.get(JOB.ATTEMPT),
        agentId,
        StoredFacts.of(row));
  }

  /** Whether a text is a token of this job, whatever the job's state. */
  public static boolean belongsTo(DSLContext sql, String jobId, String token) {
    return Token.wellFormed(TokenKind.JOB, token)
        && sql.fetchExists(
            JOB_TOKEN, JOB_TOKEN.TOKEN_HASH.eq(Token.hash(token)), JOB_TOKEN.JOB_ID.eq(jobId));
  }

  /** Mints a token for a job inside the transaction that hands the job to an agent. */
  public static Token mint(DSLContext sql, String jobId, String agentId, long nowMs) {
    Token token = Token.mint(TokenKind.JOB);
    sql.insertInto(JOB_TOKEN)
        .set(JOB_TOKEN.TOKEN_HASH, token.hash())
        .set(JOB_TOKEN.JOB_ID, jobId)
        .set(JOB_TOKEN.AGENT_ID, agentId)
        .set(JOB_TOKEN.CREATED_MS, nowMs)
        .execute();
    return token;
  }
}
