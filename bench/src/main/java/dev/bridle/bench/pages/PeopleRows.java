package dev.bridle.bench.pages;

import dev.bridle.bench.rows.Bulk;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.util.Locale;

/** Members, agents, tokens, and what they have done. */
record PeopleRows(Bulk bulk, Ids ids, PagesSize size) {
  private static final Instant START = Instant.parse("2026-08-01T00:00:00Z");
  private static final long FAR = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
  private static final int SESSIONS = 200;
  private static final int INVITATIONS = 500;
  private static final int SWITCHES = 500;
  private static final String AGENT =
      """
      insert into agent (id, organization_id, cluster_id, queue_id, session_hash, name, hostname, os,
        arch, version, user_agent, ip_address, tags, ignore_in_dispatches, state, created_ms,
        connected_ms, seen_ms)
      values (?, ?, ?, ?, ?, ?, ?, 'linux', 'amd64', '3.137.0', '', '127.0.0.1', '[]', ?,
        'connected', ?, ?, ?)\
      """;
  private static final String EVENT =
      """
      insert into audit_event (id, organization_id, type, actor_type, actor_id, actor_name,
        subject_type, subject_id, subject_name, data, request_ip, user_agent, occurred_ms)
      values (?, ?, 'PIPELINE_UPDATED', 'USER', ?, 'Ana Torres', 'PIPELINE', ?, ?,
        '{"changed":{"name":{"from":"a","to":"b"}}}', '127.0.0.1', 'Mozilla/5.0', ?)\
      """;

  void add() {
    addMembers();
    addAgents();
    addTokens();
    addSwitches();
    for (int i = 0; i < size.auditEvents(); i++) {
      String pipeline = ids.pipelines().get(i % ids.pipelines().size());
      bulk.add(EVENT, id(i), ids.organization(), ids.person(), pipeline, "Pipeline", ms(i));
    }
  }

  /** When the event, member or token of a number came. */
  static Instant at(int number) {
    return START.plusSeconds(60L * number);
  }

  private static long ms(int number) {
    return at(number).toEpochMilli();
  }

  private static String id(int number) {
    return Uuid7.at(at(number));
  }

  /** No token has it: a hash that nothing is known of. */
  private static String hash(String kind, int number) {
    return String.format(Locale.ROOT, "%-16s%048x", kind, number).replace(' ', '0');
  }

  private void addMembers() {
    for (int i = 0; i < size.members(); i++) {
      String id = id(i);
      bulk.add(
          "insert into person (id, email, name, created_ms) values (?, ?, ?, ?)",
          id,
          "member-" + i + "@example.com",
          "Member number " + i,
          ms(i));
      bulk.add(
          "insert into member (organization_id, person_id, role, created_ms) values (?, ?, 'member', ?)",
          ids.organization(),
          id,
          ms(i));
    }
    for (int i = 0; i < INVITATIONS; i++) {
      bulk.add(
          """
          insert into invitation (id, organization_id, email, role, token_hash, created_ms, expires_ms)
          values (?, ?, ?, 'member', ?, ?, ?)\
          """,
          id(i),
          ids.organization(),
          "invited-" + i + "@example.com",
          hash("invitation", i),
          ms(i),
          FAR);
    }
  }

  private void addAgents() {
    for (int i = 0; i < size.agents(); i++) {
      bulk.add(
          AGENT,
          id(i),
          ids.organization(),
          ids.cluster(),
          ids.queue(),
          hash("agent", i),
          "agent-" + i,
          "host-" + i / 8,
          false,
          ms(i),
          ms(i),
          FAR);
    }
  }

  /** Kill switches that are over. */
  private void addSwitches() {
    for (int i = 0; i < SWITCHES; i++) {
      bulk.add(
          """
          insert into kill_switch (id, organization_id, extent, target, reason, created_by,
            created_by_name, created_ms, ends_ms, ended_ms)
          values (?, ?, 'model', ?, 'For a while', ?, 'Ana Torres', ?, ?, ?)\
          """,
          id(i),
          ids.organization(),
          "claude-" + i,
          ids.person(),
          ms(i),
          ms(i + 1),
          ms(i + 1));
    }
  }

  private void addTokens() {
    for (int i = 0; i < size.tokens(); i++) {
      bulk.add(
          """
          insert into api_token (id, organization_id, person_id, token_hash, description, scopes,
            created_ms)
          values (?, ?, ?, ?, ?, 'read_builds', ?)\
          """,
          id(i),
          ids.organization(),
          ids.person(),
          hash("api", i),
          "Token number " + i,
          ms(i));
      bulk.add(
          """
          insert into agent_token (id, organization_id, cluster_id, token_hash, description,
            created_ms)
          values (?, ?, ?, ?, ?, ?)\
          """,
          id(i),
          ids.organization(),
          ids.cluster(),
          hash("agent", i),
          "Token number " + i,
          ms(i));
    }
    for (int i = 0; i < SESSIONS; i++) {
      bulk.add(
          """
          insert into web_session (id, person_id, token_hash, user_agent, ip_address, created_ms,
            seen_ms, expires_ms)
          values (?, ?, ?, 'Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0', '127.0.0.1', ?, ?, ?)\
          """,
          id(i),
          ids.person(),
          hash("session", i),
          ms(i),
          ms(i),
          FAR);
    }
  }
}
