package dev.bridle.auth;

import static dev.bridle.store.schema.Tables.AGENT;
import static dev.bridle.store.schema.Tables.AGENT_TOKEN;
import static dev.bridle.store.schema.Tables.API_TOKEN;
import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.JOB_TOKEN;
import static dev.bridle.store.schema.Tables.MEMBER;
import static dev.bridle.store.schema.Tables.ORGANIZATION;
import static dev.bridle.store.schema.Tables.PERSON;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bridle.http.HttpError;
import dev.bridle.http.Request;
import dev.bridle.store.Database;
import dev.bridle.store.HotRow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Turns the credential of an API request into who is calling, or ends the request with a 401. */
final class Credentials {
  /** The states in which a job may still talk to the agent API. */
  private static final Set<String> ALIVE = Set.of("accepted", "running", "canceling");

  private static final String TOUCH = "update api_token set last_used_ms = ? where id = ?";

  private final Database database;
  private final InstantSource clock;

  /** Tokens whose use was noted lately: not every request is a transaction. */
  private final Cache<String, Boolean> touched =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(1)).build();

  Credentials(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The value after {@code Token} or {@code Bearer}. */
  static String presented(Request request) {
    String header = request.header("Authorization").orElse("").strip();
    int space = header.indexOf(' ');
    String scheme = space < 0 ? "" : header.substring(0, space).toLowerCase(Locale.ROOT);
    if (!scheme.equals("token") && !scheme.equals("bearer")) {
      throw new HttpError(
          401, "Authentication required: send the header `Authorization: Bearer TOKEN`.");
    }
    return header.substring(space + 1).strip();
  }

  Principal.ApiToken apiToken(String value) {
    var token =
        find(TokenKind.API, value, this::loadApiToken)
            .orElseThrow(() -> new HttpError(401, "This API token is not valid or was revoked."));
    touch(token.tokenId());
    return token;
  }

  private void touch(String tokenId) {
    if (touched.asMap().putIfAbsent(tokenId, true) == null) {
      database.writeHot(HotRow.of(TOUCH, clock.millis(), tokenId));
    }
  }

  Principal.AgentToken agentToken(String value) {
    return find(TokenKind.AGENT, value, this::loadAgentToken)
        .orElseThrow(() -> new HttpError(401, "This agent token is not valid or was revoked."));
  }

  Principal.Agent agent(String value) {
    return find(TokenKind.SESSION, value, this::loadAgent)
        .orElseThrow(() ->
            new HttpError(401, "This agent's session is not valid; the agent must register."));
  }

  /** A job by its own token, or by the session token of the agent that runs it. */
  Principal.Job job(String value, String jobId) {
    var byToken = JOB_TOKEN.TOKEN_HASH.eq(Token.hash(value)).and(JOB.ID.eq(jobId));
    var bySession = AGENT.SESSION_HASH.eq(Token.hash(value)).and(JOB.ID.eq(jobId));
    Optional<Principal.Job> job =
        Token.wellFormed(TokenKind.JOB, value)
            ? loadJobByToken(byToken)
            : find(TokenKind.SESSION, value, _ -> loadJobBySession(bySession));
    return job.orElseThrow(
        () -> new HttpError(401, "This token is not, or no longer, a token of this job."));
  }

  /** Any live job, whose token it is. */
  Principal.Job ownJob(String value) {
    if (!Token.wellFormed(TokenKind.JOB, value)) {
      throw new HttpError(401, "A job token is needed here.");
    }
    return loadJobByToken(JOB_TOKEN.TOKEN_HASH.eq(Token.hash(value)))
        .orElseThrow(() -> new HttpError(401, "This job token is not, or no longer, valid."));
  }

  private interface Loader<P> {
    Optional<P> load(String hash);
  }

  private static <P> Optional<P> find(TokenKind kind, String value, Loader<P> loader) {
    return Token.wellFormed(kind, value) ? loader.load(Token.hash(value)) : Optional.empty();
  }

  private Optional<Principal.ApiToken> loadApiToken(String hash) {
    return database.read(sql ->
        sql.select(API_TOKEN.fields())
            .select(ORGANIZATION.SLUG, PERSON.EMAIL, PERSON.NAME, MEMBER.ROLE)
            .from(API_TOKEN)
            .join(ORGANIZATION)
            .on(ORGANIZATION.ID.eq(API_TOKEN.ORGANIZATION_ID))
            .join(PERSON)
            .on(PERSON.ID.eq(API_TOKEN.PERSON_ID))
            .join(MEMBER)
            .on(MEMBER.ORGANIZATION_ID.eq(ORGANIZATION.ID))
            .and(MEMBER.PERSON_ID.eq(PERSON.ID))
            .where(API_TOKEN.TOKEN_HASH.eq(hash))
            .and(API_TOKEN.REVOKED_MS.isNull())
            .fetchOptional(this::apiTokenOf));
  }

  private Principal.ApiToken apiTokenOf(Record row) {
    Long expiresMs = row.get(API_TOKEN.EXPIRES_MS);
    if (expiresMs != null && expiresMs <= clock.millis()) {
      throw new HttpError(401, "This API token has expired.");
    }
    Set<Scope> scopes =
        Arrays.stream(row.get(API_TOKEN.SCOPES).split(" "))
            .flatMap(word -> Scope.find(word).stream())
            .collect(Collectors.toSet());
    return new Principal.ApiToken(
        row.get(API_TOKEN.ID),
        row.get(API_TOKEN.ORGANIZATION_ID),
        row.get(ORGANIZATION.SLUG),
        row.get(API_TOKEN.PERSON_ID),
        row.get(PERSON.EMAIL),
        row.get(PERSON.NAME),
        Role.of(row.get(MEMBER.ROLE)),
        scopes);
  }

  private Optional<Principal.AgentToken> loadAgentToken(String hash) {
    return database.read(sql ->
        sql.selectFrom(AGENT_TOKEN)
            .where(AGENT_TOKEN.TOKEN_HASH.eq(hash))
            .and(AGENT_TOKEN.REVOKED_MS.isNull())
            .fetchOptional(row ->
                new Principal.AgentToken(
                    row.get(AGENT_TOKEN.ID),
                    row.get(AGENT_TOKEN.ORGANIZATION_ID),
                    row.get(AGENT_TOKEN.CLUSTER_ID))));
  }

  private Optional<Principal.Agent> loadAgent(String hash) {
    return database.read(sql ->
        sql.selectFrom(AGENT)
            .where(AGENT.SESSION_HASH.eq(hash))
            .fetchOptional(row ->
                new Principal.Agent(
                    row.get(AGENT.ID),
                    row.get(AGENT.ORGANIZATION_ID),
                    row.get(AGENT.CLUSTER_ID),
                    row.get(AGENT.QUEUE_ID),
                    row.get(AGENT.NAME))));
  }

  private Optional<Principal.Job> loadJobByToken(Condition which) {
    return database.read(sql ->
        sql.select(JOB.ID, JOB.BUILD_ID, JOB.AGENT_ID, JOB.ORGANIZATION_ID)
            .from(JOB_TOKEN)
            .join(JOB)
            .on(JOB.ID.eq(JOB_TOKEN.JOB_ID))
            .and(JOB.AGENT_ID.eq(JOB_TOKEN.AGENT_ID))
            .where(which)
            .and(JOB.STATE.in(ALIVE))
            .fetchOptional(Credentials::jobOf));
  }

  private Optional<Principal.Job> loadJobBySession(Condition which) {
    return database.read(sql ->
        sql.select(JOB.ID, JOB.BUILD_ID, JOB.AGENT_ID, JOB.ORGANIZATION_ID)
            .from(JOB)
            .join(AGENT)
            .on(AGENT.ID.eq(JOB.AGENT_ID))
            .where(DSL.and(which))
            .and(JOB.STATE.in(ALIVE))
            .fetchOptional(Credentials::jobOf));
  }

  private static Principal.Job jobOf(Record row) {
    return new Principal.Job(
        row.get(JOB.ID),
        row.get(JOB.BUILD_ID),
        row.get(JOB.AGENT_ID),
        row.get(JOB.ORGANIZATION_ID));
  }
}
