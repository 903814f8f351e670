-- Who may call which model: every version of an organization's policy, the newest one in force.
-- An organization without a row has the built-in policy, which is version 0.
create table policy_version (
  organization_id varchar(36) not null references organization (id),
  version         bigint      not null,
  document        varchar     not null,
  created_by      varchar(36),
  created_by_name varchar,
  created_ms      bigint      not null,
  primary key (organization_id, version)
);

-- What stops calls at once, whatever the policy says. The target is null for a whole organization.
create table kill_switch (
  id              varchar(36) primary key,
  organization_id varchar(36) not null references organization (id),
  extent          varchar(12) not null check (extent in ('organization', 'pipeline', 'provider', 'model', 'job')),
  target          varchar,
  reason          varchar     not null,
  created_by      varchar(36),
  created_by_name varchar,
  created_ms      bigint      not null,
  ends_ms         bigint,
  ended_by        varchar(36),
  ended_by_name   varchar,
  ended_ms        bigint
);
create index kill_switch_of_organization on kill_switch (organization_id, created_ms);
