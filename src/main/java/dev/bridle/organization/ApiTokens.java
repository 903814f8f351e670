package dev.bridle.organization;

import static dev.bridle.store.schema.Tables.API_TOKEN;
import static dev.bridle.store.schema.Tables.MEMBER;
import static dev.bridle.store.schema.Tables.PERSON;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Scope;
import dev.bridle.auth.Token;
import dev.bridle.auth.TokenKind;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The API tokens of an organization's members. */
public final class ApiTokens {
  private static final String SUBJECT = "API_ACCESS_TOKEN";

  private final Database database;
  private final AuditLog audit;
  private final InstantSource clock;

  public ApiTokens(Database database, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /** The tokens that were not revoked, oldest first. */
  public List<ApiToken> list(String organizationId) {
    return database.read(sql -> list(sql, organizationId, DSL.noCondition()));
  }

  public Optional<ApiToken> find(String organizationId, String tokenId) {
    return database.read(sql -> find(sql, organizationId, tokenId));
  }

  /** The tokens of one member. */
  public List<ApiToken> list(String organizationId, String personId) {
    return database.read(sql -> list(sql, organizationId, API_TOKEN.PERSON_ID.eq(personId)));
  }

  /** Some of the tokens of one member, newest first. */
  public List<ApiToken> list(String organizationId, String personId, int skip, int atMost) {
    return database.read(sql ->
        sql.select(API_TOKEN.fields())
            .select(PERSON.fields())
            .from(API_TOKEN)
            .join(PERSON)
            .on(PERSON.ID.eq(API_TOKEN.PERSON_ID))
            .where(inForce(organizationId, API_TOKEN.PERSON_ID.eq(personId)))
            .orderBy(API_TOKEN.CREATED_MS.desc(), API_TOKEN.ID.desc())
            .limit(atMost)
            .offset(skip)
            .fetch(ApiTokens::token));
  }

  public int count(String organizationId, String personId) {
    return database.<Integer>read(sql ->
        sql.fetchCount(API_TOKEN, inForce(organizationId, API_TOKEN.PERSON_ID.eq(personId))));
  }

  /** A token for the member with that address, which doesn't end by itself. */
  public Minted<ApiToken> create(
      String organizationId, Email owner, String description, Collection<Scope> scopes, Actor by) {
    return create(organizationId, owner, new NewApiToken(description, scopes, null), by);
  }

  /** A token for the member with that address. */
  public Minted<ApiToken> create(String organizationId, Email owner, NewApiToken wanted, Actor by) {
    return database.write(sql -> {
      var person =
          memberOf(sql, organizationId, owner)
              .orElseThrow(
                  () -> new InvalidField("email", "must belong to a member of this organization"));
      return create(sql, organizationId, person, wanted, by);
    });
  }

  Minted<ApiToken> create(
      DSLContext sql,
      String organizationId,
      Person owner,
      String description,
      Collection<Scope> scopes,
      Actor by) {
    return create(sql, organizationId, owner, new NewApiToken(description, scopes, null), by);
  }

  private Minted<ApiToken> create(
      DSLContext sql, String organizationId, Person owner, NewApiToken wanted, Actor by) {
    var now = clock.instant();
    Instant expiresAt = wanted.expiresAt();
    if (expiresAt != null && !expiresAt.isAfter(now)) {
      throw new InvalidField("expires_at", "must be in the future");
    }
    var minted = Token.mint(TokenKind.API);
    var token =
        new ApiToken(
            Uuid7.at(now),
            owner,
            wanted.description(),
            new TreeSet<>(wanted.scopes()),
            Instant.ofEpochMilli(now.toEpochMilli()),
            expiresAt,
            null);
    sql.insertInto(API_TOKEN)
        .set(API_TOKEN.ID, token.id())
        .set(API_TOKEN.ORGANIZATION_ID, organizationId)
        .set(API_TOKEN.PERSON_ID, owner.id())
        .set(API_TOKEN.TOKEN_HASH, minted.hash())
        .set(API_TOKEN.DESCRIPTION, token.description())
        .set(API_TOKEN.SCOPES, words(token))
        .set(API_TOKEN.CREATED_MS, now.toEpochMilli())
        .set(API_TOKEN.EXPIRES_MS, expiresAt == null ? null : expiresAt.toEpochMilli())
        .execute();
    audit.record(
        sql,
        by,
        AuditEvent.created(
            organizationId, SUBJECT, token.id(), token.description(), audited(token)));
    return new Minted<>(token, minted.value());
  }

  /** Ends a token at once; false when there is none of that id in force. */
  public boolean revoke(String organizationId, String tokenId, Actor by) {
    return database.write(sql -> {
      var token = find(sql, organizationId, tokenId);
      int revoked =
          sql.update(API_TOKEN)
              .set(API_TOKEN.REVOKED_MS, clock.millis())
              .where(API_TOKEN.ORGANIZATION_ID.eq(organizationId))
              .and(API_TOKEN.ID.eq(tokenId))
              .and(API_TOKEN.REVOKED_MS.isNull())
              .execute();
      if (revoked == 0 || token.isEmpty()) {
        return false;
      }
      audit.record(sql, by, deleted(organizationId, token.get()));
      return true;
    });
  }

  /** Ends all tokens of someone within a transaction, as when they leave. */
  void revokeAll(DSLContext sql, String organizationId, String personId, Actor by) {
    for (ApiToken token : list(sql, organizationId, API_TOKEN.PERSON_ID.eq(personId))) {
      sql.update(API_TOKEN)
          .set(API_TOKEN.REVOKED_MS, clock.millis())
          .where(API_TOKEN.ID.eq(token.id()))
          .execute();
      audit.record(sql, by, deleted(organizationId, token));
    }
  }

  private static AuditEvent deleted(String organizationId, ApiToken token) {
    return new AuditEvent(
        organizationId,
        SUBJECT + "_DELETED",
        SUBJECT,
        token.id(),
        token.description(),
        audited(token),
        Map.of());
  }

  private static Map<String, ?> audited(ApiToken token) {
    var audited = new LinkedHashMap<String, Object>();
    audited.put("owner", token.owner().email());
    audited.put("description", token.description());
    audited.put("scopes", words(token));
    if (token.expiresAt() != null) {
      audited.put("expires_at", token.expiresAt().toString());
    }
    return audited;
  }

  private static String words(ApiToken token) {
    return token.scopes().stream().map(Scope::word).collect(Collectors.joining(" "));
  }

  private static Optional<Person> memberOf(DSLContext sql, String organizationId, Email email) {
    return sql.select(PERSON.fields())
        .from(PERSON)
        .join(MEMBER)
        .on(MEMBER.PERSON_ID.eq(PERSON.ID))
        .where(MEMBER.ORGANIZATION_ID.eq(organizationId), PERSON.EMAIL.eq(email.value()))
        .fetchOptional(Members::person);
  }

  private static Optional<ApiToken> find(DSLContext sql, String organizationId, String tokenId) {
    return list(sql, organizationId, API_TOKEN.ID.eq(tokenId)).stream().findFirst();
  }

  private static List<ApiToken> list(DSLContext sql, String organizationId, Condition which) {
    return sql.select(API_TOKEN.fields())
        .select(PERSON.fields())
        .from(API_TOKEN)
        .join(PERSON)
        .on(PERSON.ID.eq(API_TOKEN.PERSON_ID))
        .where(inForce(organizationId, which))
        .orderBy(API_TOKEN.CREATED_MS, API_TOKEN.ID)
        .fetch(ApiTokens::token);
  }

  private static Condition inForce(String organizationId, Condition which) {
    return DSL.and(
        API_TOKEN.ORGANIZATION_ID.eq(organizationId), API_TOKEN.REVOKED_MS.isNull(), which);
  }

  private static ApiToken token(Record row) {
    var scopes = new TreeSet<Scope>();
    Arrays.stream(row.get(API_TOKEN.SCOPES).split(" "))
        .forEach(word -> Scope.find(word).ifPresent(scopes::add));
    return new ApiToken(
        row.get(API_TOKEN.ID),
        Members.person(row),
        row.get(API_TOKEN.DESCRIPTION),
        scopes,
        Instant.ofEpochMilli(row.get(API_TOKEN.CREATED_MS)),
        moment(row.get(API_TOKEN.EXPIRES_MS)),
        moment(row.get(API_TOKEN.LAST_USED_MS)));
  }

  private static @Nullable Instant moment(@Nullable Long ms) {
    return ms == null ? null : Instant.ofEpochMilli(ms);
  }
}
