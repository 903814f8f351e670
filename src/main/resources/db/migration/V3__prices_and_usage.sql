-- An organization's own prices. Versions are kept for ever: a row of the ledger names the one it was priced by.
create table price_document (
  organization_id varchar(36) not null references organization (id),
  version         bigint      not null,
  document        varchar     not null,
  created_ms      bigint      not null,
  created_by      varchar(36),
  primary key (organization_id, version)
);

-- The order in which calls were settled; null while a call is open.
alter table model_call add column settle_no bigint;
alter table model_call add column branch_class varchar(12);
-- [jooq ignore start]
update model_call set settle_no = numbered.no
from (select id, row_number() over (order by settled_ms, id) as no from model_call where settled_ms is not null) as numbered
where model_call.id = numbered.id;
-- [jooq ignore stop]
create unique index model_call_settled on model_call (settle_no);

-- How far the roll-ups have come, and from which moment on no row has been deleted. The one row is there from the start.
create table usage_cursor (
  only_row     bigint primary key check (only_row = 1),
  settle_no    bigint not null,
  kept_from_ms bigint not null
);
-- [jooq ignore start]
insert into usage_cursor (only_row, settle_no, kept_from_ms) values (1, 0, 0);
-- [jooq ignore stop]

-- Sums of settled calls: of the organization, a pipeline or a creator; by hour, day and month of their opening.
create table usage_sum (
  organization_id varchar(36)  not null,
  subject         varchar(12)  not null check (subject in ('organization', 'pipeline', 'creator')),
  grain           varchar(5)   not null check (grain in ('hour', 'day', 'month')),
  start_ms        bigint       not null,
  subject_id      varchar(100) not null,
  model           varchar      not null,
  connection_id   varchar(36)  not null,
  calls           bigint       not null,
  input_tokens    bigint       not null,
  output_tokens   bigint       not null,
  cache_read_tokens bigint     not null,
  cache_write_5m_tokens bigint not null,
  cache_write_1h_tokens bigint not null,
  web_searches    bigint       not null,
  cost_nano       bigint       not null,
  cost_at_most_nano bigint     not null,
  primary key (organization_id, subject, grain, start_ms, subject_id, model, connection_id)
);
create index usage_sum_of_hours on usage_sum (start_ms) where grain = 'hour';

-- Sums of settled calls by build, day by day.
create table usage_build (
  organization_id varchar(36)  not null,
  start_ms        bigint       not null,
  build_id        varchar(36)  not null,
  model           varchar      not null,
  connection_id   varchar(36)  not null,
  pipeline_slug   varchar(100) not null,
  build_number    bigint       not null,
  branch          varchar      not null,
  creator_id      varchar(36),
  month_ms        bigint       not null,
  calls           bigint       not null,
  input_tokens    bigint       not null,
  output_tokens   bigint       not null,
  cache_read_tokens bigint     not null,
  cache_write_5m_tokens bigint not null,
  cache_write_1h_tokens bigint not null,
  web_searches    bigint       not null,
  cost_nano       bigint       not null,
  cost_at_most_nano bigint     not null,
  primary key (organization_id, start_ms, build_id, model, connection_id)
);
create index usage_build_of_pipeline on usage_build (organization_id, pipeline_slug, month_ms);
