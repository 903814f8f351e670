-- One set of migrations for both engines, and the source of the generated jOOQ classes.
-- Types are varchar, bigint, boolean and bytea only; ids are UUIDv7 made by us; times are milliseconds since 1970 in UTC.

create table organization (
  id         varchar(36)  primary key,
  slug       varchar(100) not null unique,
  name       varchar      not null,
  created_ms bigint       not null
);

-- The one row is taken by whoever sets the server up, so that this happens once.
create table server_setup (
  only_row   bigint primary key check (only_row = 1),
  created_ms bigint not null
);

create table person (
  id         varchar(36)  primary key,
  email      varchar(254) not null unique,
  name       varchar      not null,
  created_ms bigint       not null
);

create table member (
  organization_id varchar(36) not null references organization (id),
  person_id       varchar(36) not null references person (id),
  role            varchar(10) not null check (role in ('admin', 'member')),
  created_ms      bigint      not null,
  primary key (organization_id, person_id)
);

create table cluster (
  id               varchar(36)  primary key,
  organization_id  varchar(36)  not null references organization (id),
  name             varchar(100) not null,
  default_queue_id varchar(36)  not null,
  created_ms       bigint       not null,
  unique (organization_id, name)
);

create table cluster_queue (
  id         varchar(36)  primary key,
  cluster_id varchar(36)  not null references cluster (id),
  queue_key  varchar(100) not null,
  created_ms bigint       not null,
  unique (cluster_id, queue_key)
);

-- Tokens: only the SHA-256 of a value is kept, in hexadecimal.
create table api_token (
  id              varchar(36) primary key,
  organization_id varchar(36) not null references organization (id),
  person_id       varchar(36) not null references person (id),
  token_hash      varchar(64) not null unique,
  description     varchar     not null,
  scopes          varchar     not null,
  created_ms      bigint      not null,
  revoked_ms      bigint
);

create table agent_token (
  id              varchar(36) primary key,
  organization_id varchar(36) not null references organization (id),
  cluster_id      varchar(36) not null references cluster (id),
  token_hash      varchar(64) not null unique,
  description     varchar     not null,
  created_ms      bigint      not null,
  revoked_ms      bigint
);

create table agent (
  id                   varchar(36) primary key,
  organization_id      varchar(36) not null references organization (id),
  cluster_id           varchar(36) not null references cluster (id),
  queue_id             varchar(36) not null references cluster_queue (id),
  session_hash         varchar(64) not null unique,
  name                 varchar     not null,
  hostname             varchar     not null,
  os                   varchar     not null,
  arch                 varchar     not null,
  version              varchar     not null,
  user_agent           varchar     not null,
  ip_address           varchar     not null,
  priority             bigint,
  tags                 varchar     not null,
  ignore_in_dispatches boolean     not null,
  state                varchar(12) not null check (state in ('registered', 'connected', 'disconnected', 'lost')),
  created_ms           bigint      not null,
  connected_ms         bigint,
  seen_ms              bigint      not null,
  disconnected_ms      bigint
);
create index agent_alive on agent (seen_ms) where state = 'connected';

create table pipeline (
  id                varchar(36)  primary key,
  organization_id   varchar(36)  not null references organization (id),
  cluster_id        varchar(36)  not null references cluster (id),
  slug              varchar(100) not null,
  name              varchar      not null,
  description       varchar,
  repository        varchar      not null,
  default_branch    varchar      not null,
  configuration     varchar      not null,
  last_build_number bigint       not null,
  created_by        varchar(36)  not null references person (id),
  created_ms        bigint       not null,
  unique (organization_id, slug)
);

create table build (
  id              varchar(36) primary key,
  organization_id varchar(36) not null references organization (id),
  pipeline_id     varchar(36) not null references pipeline (id),
  number          bigint      not null,
  state           varchar(12) not null,
  message         varchar     not null,
  commit_ref      varchar     not null,
  branch          varchar     not null,
  tag             varchar,
  env             varchar     not null,
  pipeline_env    varchar     not null,
  upload_env      varchar     not null,
  source          varchar(20) not null,
  creator_id      varchar(36) references person (id),
  author          varchar,
  pull_request    varchar,
  cancel_reason   varchar,
  failure         varchar,
  created_ms      bigint      not null,
  scheduled_ms    bigint,
  started_ms      bigint,
  failing_ms      bigint,
  finished_ms     bigint,
  unique (pipeline_id, number)
);
create index build_of_organization on build (organization_id, created_ms);

create table build_meta_data (
  build_id   varchar(36) not null references build (id),
  meta_key   varchar     not null,
  meta_value varchar     not null,
  primary key (build_id, meta_key)
);

create table step (
  id         varchar(36) primary key,
  build_id   varchar(36) not null references build (id),
  step_key   varchar(100),
  type       varchar(10) not null,
  label      varchar,
  definition varchar     not null
);
create index step_of_build on step (build_id);
create unique index step_key_of_build on step (build_id, step_key) where step_key is not null;

create table job (
  id                  varchar(36) primary key,
  organization_id     varchar(36) not null references organization (id),
  cluster_id          varchar(36) not null references cluster (id),
  pipeline_id         varchar(36) not null references pipeline (id),
  build_id            varchar(36) not null references build (id),
  step_id             varchar(36) not null references step (id),
  uploaded_by         varchar(36),
  position            bigint      not null,
  type                varchar(10) not null check (type in ('script', 'waiter')),
  state               varchar(16) not null,
  label               varchar,
  step_key            varchar(100),
  command             varchar     not null,
  env                 varchar     not null,
  sent_env            varchar,
  agent_rules         varchar     not null,
  queue_id            varchar(36) not null references cluster_queue (id),
  priority            bigint      not null,
  continue_on_failure boolean     not null,
  signed              boolean     not null,
  attempt             bigint      not null,
  agent_id            varchar(36),
  exit_status         bigint,
  signal              varchar,
  signal_reason       varchar,
  chunks_failed       bigint      not null,
  created_ms          bigint      not null,
  scheduled_ms        bigint,
  assigned_ms         bigint,
  accepted_ms         bigint,
  started_ms          bigint,
  canceling_ms        bigint,
  finished_ms         bigint
);
create index job_of_build on job (build_id, position);
create index job_waiting_for_an_agent on job (queue_id, priority, scheduled_ms) where state = 'scheduled';
create index job_on_an_agent on job (agent_id) where state in ('assigned', 'accepted', 'running', 'canceling');

create table job_token (
  token_hash varchar(64) primary key,
  job_id     varchar(36) not null references job (id),
  agent_id   varchar(36) not null,
  created_ms bigint      not null
);
create index job_token_of_job on job_token (job_id);

create table pipeline_upload (
  job_id     varchar(36) not null references job (id),
  uuid       varchar(36) not null,
  created_ms bigint      not null,
  primary key (job_id, uuid)
);

-- Where each piece of a job's log lies; the bytes themselves are in the blob store.
create table log_chunk (
  job_id      varchar(36) not null references job (id),
  byte_offset bigint      not null,
  sequence    bigint      not null,
  size        bigint      not null,
  created_ms  bigint      not null,
  primary key (job_id, byte_offset)
);

create table model_provider (
  id              varchar(36) primary key,
  organization_id varchar(36) not null references organization (id),
  provider        varchar(20) not null,
  method          varchar(10) not null check (method in ('hosted', 'byo', 'sandbox')),
  base_url        varchar,
  auth            varchar(10) not null,
  rewrite         boolean,
  enabled         boolean     not null,
  verified        boolean     not null,
  sealed_key      bytea,
  key_last4       varchar(4),
  created_ms      bigint      not null,
  updated_ms      bigint      not null,
  last_used_ms    bigint,
  unique (organization_id, provider)
);

create table audit_event (
  id              varchar(36) primary key,
  organization_id varchar(36) not null,
  type            varchar(60) not null,
  actor_type      varchar(20) not null,
  actor_id        varchar(36),
  actor_name      varchar,
  subject_type    varchar(40) not null,
  subject_id      varchar(36) not null,
  subject_name    varchar,
  data            varchar     not null,
  request_ip      varchar,
  user_agent      varchar,
  occurred_ms     bigint      not null
);
create index audit_event_of_organization on audit_event (organization_id, id);

-- The ledger: one row per model call, opened before the request goes upstream, settled once.
-- Attribution is copied from the CI record, so that a row outlives its build. Money is in nano-dollars.
create table model_call (
  id                 varchar(36) primary key,
  organization_id    varchar(36) not null,
  cluster_id         varchar(36) not null,
  queue_id           varchar(36) not null,
  pipeline_id        varchar(36) not null,
  pipeline_slug      varchar(100) not null,
  build_id           varchar(36) not null,
  build_number       bigint      not null,
  step_key           varchar(100),
  job_id             varchar(36) not null,
  attempt            bigint      not null,
  agent_id           varchar(36) not null,
  branch             varchar     not null,
  commit_ref         varchar     not null,
  source             varchar(20) not null,
  creator_id         varchar(36),
  provider           varchar(20) not null,
  connection_id      varchar(36) not null,
  method             varchar(10) not null,
  model_asked        varchar     not null,
  model_sent         varchar     not null,
  model_answered     varchar,
  streamed           boolean     not null,
  request_bytes      bigint      not null,
  price_version      varchar     not null,
  opened_ms          bigint      not null,
  first_byte_ms      bigint,
  settled_ms         bigint,
  outcome            varchar(20) not null,
  certainty          varchar(10),
  status             bigint,
  provider_request   varchar,
  input_tokens       bigint      not null,
  cache_read_tokens  bigint      not null,
  cache_write_5m_tokens bigint   not null,
  cache_write_1h_tokens bigint   not null,
  output_tokens      bigint      not null,
  web_searches       bigint      not null,
  cost_nano          bigint      not null,
  cost_at_most_nano  bigint,
  usage_verbatim     varchar
);
create index model_call_of_organization on model_call (organization_id, opened_ms);
create index model_call_of_build on model_call (build_id);
create index model_call_open on model_call (id) where settled_ms is null;
