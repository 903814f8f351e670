-- Sums of each branch by month, however its calls were made: branches are many, and pages ask which of them cost most. In
-- PostgreSQL each subject has a table of its own, so that a page reads rows that lie side by side (see docs/decisions/0034).
alter table usage_sum rename to usage_sum_before;
drop index usage_sum_of_hours;
drop index usage_sum_of_second;

create table usage_sum (
  organization_id varchar(36)  not null,
  subject         varchar(20)  not null check (subject in ('organization', 'pipeline', 'branch', 'whole branch',
    'creator', 'pipeline branch', 'pipeline creator', 'creator branch')),
  grain           varchar(5)   not null check (grain in ('hour', 'day', 'month')),
  start_ms        bigint       not null,
  subject_id      varchar(200) not null,
  second_id       varchar(200) not null,
  model           varchar      not null,
  connection_id   varchar(36)  not null,
  provider        varchar(20)  not null,
  method          varchar(10)  not null,
  outcome         varchar(20)  not null,
  calls           bigint       not null,
  input_tokens    bigint       not null,
  output_tokens   bigint       not null,
  cache_read_tokens bigint     not null,
  cache_write_5m_tokens bigint not null,
  cache_write_1h_tokens bigint not null,
  web_searches    bigint       not null,
  cost_nano       bigint       not null,
  cost_at_most_nano bigint     not null,
  primary key (organization_id, subject, grain, start_ms, subject_id, second_id, model, connection_id, provider, method,
    outcome)
)
-- [jooq ignore start]
${in_order_of_key}
${a_table_for_each_subject}
-- [jooq ignore stop]
;

-- [jooq ignore start]
${postgresql_begin}
create table usage_sum_organization partition of usage_sum for values in ('organization');
create table usage_sum_pipeline partition of usage_sum for values in ('pipeline');
create table usage_sum_branch partition of usage_sum for values in ('branch');
create table usage_sum_whole_branch partition of usage_sum for values in ('whole branch');
create table usage_sum_creator partition of usage_sum for values in ('creator');
create table usage_sum_pipeline_branch partition of usage_sum for values in ('pipeline branch');
create table usage_sum_pipeline_creator partition of usage_sum for values in ('pipeline creator');
create table usage_sum_creator_branch partition of usage_sum for values in ('creator branch');
${postgresql_end}

insert into usage_sum select * from usage_sum_before;

insert into usage_sum
select organization_id, 'whole branch', 'month', start_ms, subject_id, '', '', '', '', '', '', sum(calls),
  sum(input_tokens), sum(output_tokens), sum(cache_read_tokens), sum(cache_write_5m_tokens),
  sum(cache_write_1h_tokens), sum(web_searches), sum(cost_nano), sum(cost_at_most_nano)
from usage_sum_before where subject = 'branch' and grain = 'month'
group by organization_id, start_ms, subject_id;
-- [jooq ignore stop]

drop table usage_sum_before;

create index usage_sum_of_hours on usage_sum (start_ms) where grain = 'hour';
create index usage_sum_of_second on usage_sum (organization_id, subject, second_id, start_ms) where grain = 'month';

-- With the cost: the dearest of the builds whose calls ended otherwise are found without reading their rows.
drop index usage_build_not_completed;
create index usage_build_not_completed on usage_build (organization_id, outcome, start_ms, build_id, cost_nano)
  where outcome <> 'completed';
-- [jooq ignore start]
${postgresql_begin}
analyze usage_sum;
${postgresql_end}
-- [jooq ignore stop]
