-- API tokens that end by themselves, and when each was used last, to about a minute.
alter table api_token add column expires_ms bigint;
alter table api_token add column last_used_ms bigint;

-- Someone who may become a member, by a link that works once; of its token only the SHA-256.
create table invitation (
  id              varchar(36)  primary key,
  organization_id varchar(36)  not null references organization (id),
  email           varchar(254) not null,
  role            varchar(10)  not null check (role in ('admin', 'member')),
  token_hash      varchar(64)  not null unique,
  created_by      varchar(36),
  created_by_name varchar,
  created_ms      bigint       not null,
  expires_ms      bigint       not null,
  accepted_ms     bigint,
  revoked_ms      bigint
);
create index invitation_of_organization on invitation (organization_id, created_ms);

-- The history of one kind of things, such as the connections to providers.
create index audit_event_of_subject on audit_event (organization_id, subject_type, id);
