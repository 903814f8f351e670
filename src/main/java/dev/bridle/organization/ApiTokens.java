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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

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

  /** The tokens in force, oldest first. */
  public List<ApiToken> list(String organizationId) {
    return database.read(sql -> list(sql, organizationId, DSL.noCondition()));
  }

  public Optional<ApiToken> find(String organizationId, String tokenId) {
    return database.read(sql -> find(sql, organizationId, tokenId));
  }

  /** A token for the member with that address. */
  public Minted<ApiToken> create(
      String organizationId, Email owner, String description, Collection<Scope> scopes, Actor by) {
    return database.write(sql -> {
      var person =
          memberOf(sql, organizationId, owner)
              .orElseThrow(
                  () -> new InvalidField("email", "must belong to a member of this organization"));
      return create(sql, organizationId, person, description, scopes, by);
    });
  }

  Minted<ApiToken> create(
      DSLContext sql,
      String organizationId,
      Person owner,
      String description,
      Collection<Scope> scopes,
      Actor by) {
    if (scopes.isEmpty()) {
      throw new InvalidField("scopes", "must name at least one scope");
    }
    var now = clock.instant();
    var minted = Token.mint(TokenKind.API);
    var token =
        new ApiToken(
            Uuid7.at(now),
            owner,
            description.strip(),
            new TreeSet<>(scopes),
            Instant.ofEpochMilli(now.toEpochMilli()));
    sql.insertInto(API_TOKEN)
        .set(API_TOKEN.ID, token.id())
        .set(API_TOKEN.ORGANIZATION_ID, organizationId)
        .set(API_TOKEN.PERSON_ID, owner.id())
        .set(API_TOKEN.TOKEN_HASH, minted.hash())
        .set(API_TOKEN.DESCRIPTION, token.description())
        .set(API_TOKEN.SCOPES, words(token))
        .set(API_TOKEN.CREATED_MS, now.toEpochMilli())
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
    return Map.of(
        "owner", token.owner().email(),
        "description", token.description(),
        "scopes", words(token));
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
    return sql.select(API_TOKEN.ID, API_TOKEN.DESCRIPTION, API_TOKEN.SCOPES, API_TOKEN.CREATED_MS)
        .select(PERSON.fields())
        .from(API_TOKEN)
        .join(PERSON)
        .on(PERSON.ID.eq(API_TOKEN.PERSON_ID))
        .where(API_TOKEN.ORGANIZATION_ID.eq(organizationId), API_TOKEN.REVOKED_MS.isNull(), which)
        .orderBy(API_TOKEN.CREATED_MS, API_TOKEN.ID)
        .fetch(ApiTokens::token);
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
        Instant.ofEpochMilli(row.get(API_TOKEN.CREATED_MS)));
  }
}
