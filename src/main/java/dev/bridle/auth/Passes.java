package dev.bridle.auth;

import static dev.bridle.store.schema.Tables.API_TOKEN;
import static dev.bridle.store.schema.Tables.MEMBER;
import static dev.bridle.store.schema.Tables.WEB_SESSION;

import dev.bridle.store.Database;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;

/** Knows which passes would still let their holders in, however many there are, in two queries. */
public final class Passes {
  private final Database database;
  private final InstantSource clock;

  public Passes(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Those of these that still hold: neither ended nor expired, and their holder is a member. */
  public Set<Pass> valid(Collection<Pass> passes) {
    long now = clock.millis();
    var sessions = ids(passes, TokenKind.WEB);
    var tokens = ids(passes, TokenKind.API);
    return database.read(sql -> {
      var valid = new HashSet<Pass>();
      if (!sessions.isEmpty()) {
        valid.addAll(ofSessions(sql, sessions, now));
      }
      if (!tokens.isEmpty()) {
        valid.addAll(ofTokens(sql, tokens, now));
      }
      valid.retainAll(Set.copyOf(passes));
      return valid;
    });
  }

  private static Set<String> ids(Collection<Pass> passes, TokenKind kind) {
    var ids = new HashSet<String>();
    passes.stream().filter(pass -> pass.kind() == kind).forEach(pass -> ids.add(pass.id()));
    return ids;
  }

  /** One for each organization that the person is in. */
  private static List<Pass> ofSessions(DSLContext sql, Set<String> ids, long now) {
    return sql.select(WEB_SESSION.ID, MEMBER.ORGANIZATION_ID, MEMBER.PERSON_ID)
        .from(WEB_SESSION)
        .join(MEMBER)
        .on(MEMBER.PERSON_ID.eq(WEB_SESSION.PERSON_ID))
        .where(WEB_SESSION.ID.in(ids), WEB_SESSION.EXPIRES_MS.gt(now))
        .fetch(row -> new Pass(TokenKind.WEB, row.value1(), row.value2(), row.value3()));
  }

  private static List<Pass> ofTokens(DSLContext sql, Set<String> ids, long now) {
    return sql.select(API_TOKEN.ID, MEMBER.ORGANIZATION_ID, MEMBER.PERSON_ID)
        .from(API_TOKEN)
        .join(MEMBER)
        .on(MEMBER.PERSON_ID.eq(API_TOKEN.PERSON_ID))
        .and(MEMBER.ORGANIZATION_ID.eq(API_TOKEN.ORGANIZATION_ID))
        .where(API_TOKEN.ID.in(ids), API_TOKEN.REVOKED_MS.isNull())
        .and(API_TOKEN.EXPIRES_MS.isNull().or(API_TOKEN.EXPIRES_MS.gt(now)))
        .fetch(row -> new Pass(TokenKind.API, row.value1(), row.value2(), row.value3()));
  }
}
