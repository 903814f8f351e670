package dev.bridle.organization;

import static dev.bridle.store.schema.Tables.MEMBER;
import static dev.bridle.store.schema.Tables.ORGANIZATION;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Role;
import dev.bridle.auth.Sessions;
import dev.bridle.store.Database;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/** What becomes of members: another role, or they leave. The last administrator stays one. */
public final class MemberChanges {
  private static final String SUBJECT = "ORGANIZATION_MEMBER";

  private final Database database;
  private final AuditLog audit;
  private final ApiTokens tokens;
  private final FormerMembers former;
  private final Sessions sessions;

  public MemberChanges(Database database, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.tokens = new ApiTokens(database, audit, clock);
    this.former = new FormerMembers(clock);
    this.sessions = new Sessions(database, audit, clock);
  }

  /** Gives a member another role; empty when there is no such member. */
  public Optional<Member> changeRole(String organizationId, String personId, Role role, Actor by) {
    return database.write(sql -> {
      oneAfterTheOther(sql, organizationId);
      return Members.find(sql, organizationId, personId)
          .map(member -> changeRole(sql, organizationId, member, role, by));
    });
  }

  private Member changeRole(
      DSLContext sql, String organizationId, Member member, Role role, Actor by) {
    if (member.role() == role) {
      return member;
    }
    requireAnother(sql, organizationId, member, "role");
    sql.update(MEMBER)
        .set(MEMBER.ROLE, role.word())
        .where(MEMBER.ORGANIZATION_ID.eq(organizationId), MEMBER.PERSON_ID.eq(member.person().id()))
        .execute();
    audit.record(
        sql,
        by,
        event(
            organizationId,
            "_UPDATED",
            member,
            Map.of("role", member.role().word()),
            Map.of("role", role.word())));
    return new Member(member.person(), role, member.since());
  }

  /** Takes someone out of an organization, with all their tokens; false when they are not in it. */
  public boolean remove(String organizationId, String personId, Actor by) {
    return database.write(sql -> {
      oneAfterTheOther(sql, organizationId);
      var member = Members.find(sql, organizationId, personId);
      member.ifPresent(one -> remove(sql, organizationId, one, by));
      return member.isPresent();
    });
  }

  /**
   * Ends a member's sessions and tokens; they stay a member, but the last administrator keeps all.
   */
  void shutOut(DSLContext sql, String organizationId, String personId, Actor by) {
    oneAfterTheOther(sql, organizationId);
    Members.find(sql, organizationId, personId)
        .ifPresent(member -> {
          requireAnother(sql, organizationId, member, "member");
          tokens.revokeAll(sql, organizationId, personId, by);
          sessions.revokeAll(sql, personId, by);
        });
  }

  private void remove(DSLContext sql, String organizationId, Member member, Actor by) {
    requireAnother(sql, organizationId, member, "member");
    tokens.revokeAll(sql, organizationId, member.person().id(), by);
    sql.deleteFrom(MEMBER)
        .where(MEMBER.ORGANIZATION_ID.eq(organizationId), MEMBER.PERSON_ID.eq(member.person().id()))
        .execute();
    former.add(sql, organizationId, member.person().id());
    Sessions.endOfStranger(sql, member.person().id());
    audit.record(
        sql,
        by,
        event(
            organizationId,
            "_DELETED",
            member,
            Map.of("email", member.person().email(), "role", member.role().word()),
            Map.of()));
  }

  /** Else two administrators who demote each other at the same moment would leave nobody. */
  private static void oneAfterTheOther(DSLContext sql, String organizationId) {
    sql.update(ORGANIZATION)
        .set(ORGANIZATION.NAME, ORGANIZATION.NAME)
        .where(ORGANIZATION.ID.eq(organizationId))
        .execute();
  }

  private static void requireAnother(
      DSLContext sql, String organizationId, Member member, String field) {
    if (member.role() == Role.ADMIN
        && sql.fetchCount(
                MEMBER,
                MEMBER.ORGANIZATION_ID.eq(organizationId),
                MEMBER.ROLE.eq(Role.ADMIN.word()))
            == 1) {
      throw new InvalidField(field, "is the last administrator; make another member one before");
    }
  }

  private static AuditEvent event(
      String organizationId,
      String what,
      Member member,
      Map<String, ?> before,
      Map<String, ?> after) {
    return new AuditEvent(
        organizationId,
        SUBJECT + what,
        SUBJECT,
        member.person().id(),
        member.person().name(),
        before,
        after);
  }
}
