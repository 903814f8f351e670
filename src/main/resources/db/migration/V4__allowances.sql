-- Limits and budgets. A number names an allowance in rows of the ledger, so it outlives the allowance.
create table allowance (
  id              varchar(36)  primary key,
  organization_id varchar(36)  not null references organization (id),
  number          bigint       not null unique,
  scope           varchar(12)  not null,
  target_id       varchar(36),
  target          varchar(100),
  provider        varchar(20),
  model           varchar(100),
  unit            varchar(20)  not null,
  time_window     varchar(10)  not null,
  amount          bigint       not null,
  mode            varchar(4)   not null check (mode in ('hard', 'soft')),
  created_ms      bigint       not null,
  updated_ms      bigint       not null,
  deleted_ms      bigint
);
create index allowance_of_organization on allowance (organization_id, id);

-- What was spent and is held of an allowance, for one target in one window. It changes in the transactions of the calls
-- themselves and can be rebuilt from their rows; a balance that is missing is derived from them.
create table allowance_balance (
  allowance_id varchar(36) not null,
  target_id    varchar(36) not null,
  window_ms    bigint      not null,
  ends_ms      bigint,
  settled      bigint      not null,
  held         bigint      not null,
  noted        bigint      not null,
  primary key (allowance_id, target_id, window_ms)
);
create index allowance_balance_over on allowance_balance (ends_ms) where ends_ms is not null;

-- Thresholds that were reached, and bounds that were wrong.
create table allowance_event (
  id              varchar(36) primary key,
  organization_id varchar(36) not null,
  allowance_id    varchar(36) not null,
  target_id       varchar(36) not null,
  window_ms       bigint      not null,
  kind            varchar(20) not null,
  percent         bigint,
  settled         bigint      not null,
  amount          bigint      not null,
  call_id         varchar(36),
  occurred_ms     bigint      not null
);
create index allowance_event_of_organization on allowance_event (organization_id, id);

-- The open row of a call says what it holds: money on hard allowances (cost_at_most_nano) and on soft ones, tokens of
-- windows (an estimate until it is settled), and the numbers of the allowances that admitted it.
alter table model_call add column soft_hold_nano bigint default 0 not null;
alter table model_call add column window_tokens bigint default 0 not null;
alter table model_call add column admitted_by varchar default '' not null;
-- The id of the model that was asked for, where the name that went upstream is an alias of it.
alter table model_call add column model_id varchar default '' not null;
alter table model_call add column max_tokens bigint default 0 not null;
alter table model_call add column ask_shape varchar(32);
-- A row that corrects the cost of a call names that call; it is no call itself.
alter table model_call add column corrects varchar(36);
create index model_call_corrects on model_call (corrects) where corrects is not null;

-- What rules judge of a call, each distinct one once: fields, tools and betas, never a prompt.
create table ask_shape (
  id      varchar(32) primary key,
  shape   varchar     not null,
  seen_ms bigint      not null
);
create index ask_shape_seen on ask_shape (seen_ms);

-- Calls that were not made, and those that a rule in report-only mode would have refused. The same refusal of the same
-- job within a minute is one row that counts.
create table refused_call (
  id              varchar(36) primary key,
  organization_id varchar(36) not null,
  cluster_id      varchar(36) not null,
  queue_id        varchar(36) not null,
  pipeline_id     varchar(36) not null,
  pipeline_slug   varchar(100) not null,
  build_id        varchar(36) not null,
  build_number    bigint      not null,
  job_id          varchar(36) not null,
  branch          varchar     not null,
  branch_class    varchar(12) not null,
  source          varchar(20) not null,
  creator_id      varchar(36),
  provider        varchar(20) not null,
  model           varchar     not null,
  max_tokens      bigint      not null,
  streamed        boolean     not null,
  ask_shape       varchar(32),
  enforced        boolean     not null,
  code            varchar(40) not null,
  rule            varchar(100),
  policy_version  bigint,
  allowance_id    varchar(36),
  sentence        varchar     not null,
  times           bigint      not null,
  minute_ms       bigint      not null,
  refused_ms      bigint      not null,
  same_as         varchar(64) not null unique
);
create index refused_call_of_organization on refused_call (organization_id, id);
create index refused_call_of_build on refused_call (build_id);
