-- An organization can have a second connection to a provider, which calls fall back to. A table's
-- uniqueness can't be changed in SQLite, so the table is made anew.
alter table model_provider rename to model_provider_before;

create table model_provider (
  id              varchar(36) primary key,
  organization_id varchar(36) not null references organization (id),
  provider        varchar(20) not null,
  fallback        boolean     not null,
  method          varchar(10) not null check (method in ('hosted', 'byo', 'sandbox')),
  base_url        varchar,
  auth            varchar(10) not null,
  rewrite         boolean,
  enabled         boolean     not null,
  models          varchar,
  created_ms      bigint      not null,
  updated_ms      bigint      not null,
  last_used_ms    bigint,
  unique (organization_id, provider, fallback)
);

insert into model_provider (id, organization_id, provider, fallback, method, base_url, auth, rewrite, enabled,
  created_ms, updated_ms, last_used_ms)
select id, organization_id, provider, false, method, base_url, auth, rewrite, enabled, created_ms, updated_ms,
  last_used_ms
from model_provider_before;

-- The keys of a connection: one, or several among which its calls are spread. Of the operator's own
-- key only the SHA-256 is noted, and only when the provider has rejected it.
create table model_provider_key (
  id                varchar(36) primary key,
  model_provider_id varchar(36) not null references model_provider (id),
  sealed_key        bytea,
  digest            varchar(64),
  last4             varchar(4),
  verified          boolean     not null,
  created_ms        bigint      not null,
  last_used_ms      bigint,
  rejected_ms       bigint,
  unique (model_provider_id, digest),
  check (sealed_key is not null or digest is not null)
);

-- A connection had at most one key, so its id serves for that key as well.
insert into model_provider_key (id, model_provider_id, sealed_key, digest, last4, verified, created_ms,
  last_used_ms, rejected_ms)
select id, id, sealed_key, null, key_last4, verified, updated_ms, last_used_ms, rejected_ms
from model_provider_before where sealed_key is not null;

insert into model_provider_key (id, model_provider_id, sealed_key, digest, last4, verified, created_ms,
  last_used_ms, rejected_ms)
select id, id, null, rejected_key, null, true, rejected_ms, null, rejected_ms
from model_provider_before where sealed_key is null and rejected_key is not null;

drop table model_provider_before;

-- An attempt at a call that was attempted before: the row of the first one.
alter table model_call add column retries varchar(36);
