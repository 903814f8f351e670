-- Sums of two subjects together, such as each branch of a pipeline: pages add up fewer rows than there are builds
-- (see docs/decisions/0028). The sums that there are get an empty second subject.
alter table usage_sum rename to usage_sum_before;
drop index usage_sum_of_hours;

create table usage_sum (
  organization_id varchar(36)  not null,
  subject         varchar(20)  not null check (subject in ('organization', 'pipeline', 'branch', 'creator',
    'pipeline branch', 'pipeline creator', 'creator branch')),
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
-- [jooq ignore stop]
;

-- [jooq ignore start]
insert into usage_sum
select organization_id, subject, grain, start_ms, subject_id, '', model, connection_id, provider, method, outcome, calls,
  input_tokens, output_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, web_searches, cost_nano,
  cost_at_most_nano
from usage_sum_before;

insert into usage_sum
select organization_id, 'pipeline branch', 'day', start_ms, pipeline_slug, branch, model, connection_id, provider,
  method, outcome, sum(calls), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
  sum(cache_write_5m_tokens), sum(cache_write_1h_tokens), sum(web_searches), sum(cost_nano), sum(cost_at_most_nano)
from usage_build group by 1, 4, 5, 6, 7, 8, 9, 10, 11;

insert into usage_sum
select organization_id, 'pipeline creator', 'day', start_ms, pipeline_slug, creator_id, model, connection_id, provider,
  method, outcome, sum(calls), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
  sum(cache_write_5m_tokens), sum(cache_write_1h_tokens), sum(web_searches), sum(cost_nano), sum(cost_at_most_nano)
from usage_build where creator_id is not null group by 1, 4, 5, 6, 7, 8, 9, 10, 11;

insert into usage_sum
select organization_id, 'creator branch', 'day', start_ms, creator_id, branch, model, connection_id, provider,
  method, outcome, sum(calls), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
  sum(cache_write_5m_tokens), sum(cache_write_1h_tokens), sum(web_searches), sum(cost_nano), sum(cost_at_most_nano)
from usage_build where creator_id is not null group by 1, 4, 5, 6, 7, 8, 9, 10, 11;

-- Every day that has builds lies in a month that has sums, the last one that begins before it.
insert into usage_sum
select d.organization_id, d.subject, 'month', m.month_ms, d.subject_id, d.second_id, d.model, d.connection_id,
  d.provider, d.method, d.outcome, sum(d.calls), sum(d.input_tokens), sum(d.output_tokens), sum(d.cache_read_tokens),
  sum(d.cache_write_5m_tokens), sum(d.cache_write_1h_tokens), sum(d.web_searches), sum(d.cost_nano),
  sum(d.cost_at_most_nano)
from usage_sum d
join (
  select days.start_ms, max(months.start_ms) as month_ms
  from (select distinct start_ms from usage_build) days
  join (select distinct start_ms from usage_sum where grain = 'month' and subject = 'organization') months
    on months.start_ms <= days.start_ms
  group by days.start_ms) m on m.start_ms = d.start_ms
where d.grain = 'day' and d.subject in ('pipeline branch', 'pipeline creator', 'creator branch')
group by 1, 2, 4, 5, 6, 7, 8, 9, 10, 11;
-- [jooq ignore stop]

drop table usage_sum_before;

create index usage_sum_of_hours on usage_sum (start_ms) where grain = 'hour';
-- Of the second subject alone: only months, because a page shows few days.
create index usage_sum_of_second on usage_sum (organization_id, subject, second_id, start_ms) where grain = 'month';
