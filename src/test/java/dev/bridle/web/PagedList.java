package dev.bridle.web;

import static dev.bridle.store.schema.Tables.AGENT;
import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.PERSON;
import static dev.bridle.store.schema.Tables.PIPELINE;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Device;
import dev.bridle.auth.Role;
import dev.bridle.auth.Scope;
import dev.bridle.auth.Sessions;
import dev.bridle.organization.AgentTokens;
import dev.bridle.organization.ApiTokens;
import dev.bridle.organization.Clusters;
import dev.bridle.organization.Email;
import dev.bridle.organization.Invitations;
import dev.bridle.policy.KillSwitch;
import dev.bridle.policy.KillSwitches;
import dev.bridle.policy.NewKillSwitch;
import dev.bridle.policy.Policies;
import dev.bridle.policy.PolicyDocument;
import dev.bridle.store.Uuid7;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.RunningBridle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;

/** The lists that pages show piece by piece, with how a row comes to be in each. */
enum PagedList {
  AGENTS(100, "/organizations/acme/clusters/{cluster}") {
    @Override
    void add(CallDesk desk, int number) {
      copy(
          desk,
          AGENT,
          AGENT.ID,
          desk.ci.agentId,
          number,
          Map.of(AGENT.NAME, name(number), AGENT.SESSION_HASH, "hash " + number));
    }
  },
  PIPELINES(50, "/acme") {
    @Override
    void add(CallDesk desk, int number) {
      copy(
          desk,
          PIPELINE,
          PIPELINE.ID,
          desk.ci.pipelineId,
          number,
          Map.of(PIPELINE.NAME, name(number), PIPELINE.SLUG, name(number)));
    }
  },
  BUILDS(30, "/acme/analysis") {
    @Override
    void add(CallDesk desk, int number) {
      copy(
          desk,
          BUILD,
          BUILD.ID,
          desk.job.buildId(),
          number,
          Map.of(BUILD.MESSAGE, name(number), BUILD.NUMBER, 10L + number));
    }
  },
  AUDIT_EVENTS(50, "/organizations/acme/audit-log") {
    @Override
    void add(CallDesk desk, int number) {
      var event =
          AuditEvent.created(desk.ci.organizationId, "PIPELINE", "x", name(number), Map.of());
      desk.database().execute(sql -> audit(desk).record(sql, BY, event));
    }
  },
  SESSIONS(50, "/user/sessions") {
    @Override
    void add(CallDesk desk, int number) {
      new Sessions(desk.database(), audit(desk), CLOCK)
          .begin(ana(desk), new Device("x", name(number)));
    }
  },
  API_TOKENS(50, "/user/api-access-tokens") {
    @Override
    void add(CallDesk desk, int number) {
      new ApiTokens(desk.database(), audit(desk), CLOCK)
          .create(
              desk.ci.organizationId,
              new Email(RunningBridle.ANA),
              name(number),
              List.of(Scope.READ_USER),
              BY);
    }
  },
  AGENT_TOKENS(50, "/organizations/acme/clusters/{cluster}/tokens") {
    @Override
    void add(CallDesk desk, int number) {
      var cluster = new Clusters(desk.database()).list(desk.ci.organizationId).getFirst();
      new AgentTokens(desk.database(), audit(desk), CLOCK).create(cluster, name(number), BY);
    }
  },
  KILL_SWITCHES(50, "/organizations/acme/kill-switches") {
    @Override
    void add(CallDesk desk, int number) {
      var switches = new KillSwitches(desk.database(), audit(desk), CLOCK);
      var order = new NewKillSwitch(KillSwitch.Level.ORGANIZATION, null, name(number), null);
      var made = switches.create(BY, desk.ci.organizationId, order);
      switches.end(BY, desk.ci.organizationId, made.id());
    }
  },
  INVITATIONS(50, "/organizations/acme/users") {
    @Override
    void add(CallDesk desk, int number) {
      new Invitations(desk.database(), audit(desk), CLOCK)
          .create(
              desk.ci.organizationId,
              new Email(name(number) + "@example.com"),
              Role.MEMBER,
              Duration.ofDays(7),
              BY);
    }
  },
  POLICY_VERSIONS(20, "/organizations/acme/ai-policy/versions") {
    @Override
    void add(CallDesk desk, int number) {
      var policies = new Policies(desk.database(), audit(desk), CLOCK);
      String rules =
          "{\"version\":0,\"rules\":[{\"id\":\"one\",\"effect\":\"deny\",\"models\":[\"m-%d\"]}]}"
              .formatted(number);
      policies.replace(
          new Actor("USER", "p-1", name(number), null, null),
          desk.ci.organizationId,
          policies.get(desk.ci.organizationId).version(),
          PolicyDocument.read(rules.getBytes(StandardCharsets.UTF_8)));
    }
  },
  JOBS(100, "/acme/analysis/builds/1/jobs") {
    @Override
    void add(CallDesk desk, int number) {
      copy(
          desk,
          JOB,
          JOB.ID,
          desk.job.jobId(),
          number,
          Map.of(JOB.LABEL, name(number), JOB.POSITION, 10L + number));
    }
  };

  private static final InstantSource CLOCK = InstantSource.system();
  private static final Actor BY = Actor.operator("127.0.0.1", null);

  private final int size;
  private final String path;

  PagedList(int size, String path) {
    this.size = size;
    this.path = path;
  }

  /** How many rows a page has. */
  int size() {
    return size;
  }

  String address(CallDesk desk) {
    return path.replace("{cluster}", desk.ci.clusterId);
  }

  /** Adds a row behind all others of lower numbers, or before them where the newest come first. */
  abstract void add(CallDesk desk, int number);

  static String name(int number) {
    return "row-%04d".formatted(number);
  }

  private static String ana(CallDesk desk) {
    return desk.database()
        .read(sql ->
            sql.select(PERSON.ID)
                .from(PERSON)
                .where(PERSON.EMAIL.eq(RunningBridle.ANA))
                .fetchSingle()
                .get(PERSON.ID));
  }

  private static AuditLog audit(CallDesk desk) {
    return new AuditLog(desk.database(), CLOCK);
  }

  private static <R extends Record> void copy(
      CallDesk desk,
      Table<R> table,
      TableField<R, String> id,
      String of,
      int number,
      Map<TableField<R, ?>, Object> changes) {
    desk.database()
        .execute(sql -> {
          var row = sql.selectFrom(table).where(id.eq(of)).fetchSingle().intoMap();
          row.put(id.getName(), Uuid7.at(Instant.now().plusMillis(number)));
          changes.forEach((field, value) -> row.put(field.getName(), value));
          sql.insertInto(table).set(row).execute();
        });
  }
}
