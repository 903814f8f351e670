-- Sums of settled calls, made anew: by how calls ended, with the provider and method that their connection had, and by
-- branch. In SQLite a table of sums lies in the order of its key (see docs/decisions/0023): pages read long stretches of it.
alter table usage_sum rename to usage_sum_before;
alter table usage_build rename to usage_build_before;
drop index usage_sum_of_hours;
drop index usage_build_of_pipeline;

create table usage_sum (
  organization_id varchar(36)  not null,
  subject         varchar(12)  not null check (subject in ('organization', 'pipeline', 'branch', 'creator')),
  grain           varchar(5)   not null check (grain in ('hour', 'day', 'month')),
  start_ms        bigint       not null,
  subject_id      varchar(200) not null,
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
  primary key (organization_id, subject, grain, start_ms, subject_id, model, connection_id, provider, method, outcome)
)
-- [jooq ignore start]
${in_order_of_key}
-- [jooq ignore stop]
;
create index usage_sum_of_hours on usage_sum (start_ms) where grain = 'hour';

create table usage_build (
  organization_id varchar(36)  not null,
  start_ms        bigint       not null,
  build_id        varchar(36)  not null,
  model           varchar      not null,
  connection_id   varchar(36)  not null,
  provider        varchar(20)  not null,
  method          varchar(10)  not null,
  outcome         varchar(20)  not null,
  pipeline_slug   varchar(100) not null,
  build_number    bigint       not null,
  branch          varchar(200) not null,
  creator_id      varchar(36),
  calls           bigint       not null,
  input_tokens    bigint       not null,
  output_tokens   bigint       not null,
  cache_read_tokens bigint     not null,
  cache_write_5m_tokens bigint not null,
  cache_write_1h_tokens bigint not null,
  web_searches    bigint       not null,
  cost_nano       bigint       not null,
  cost_at_most_nano bigint     not null,
  primary key (organization_id, start_ms, build_id, model, connection_id, provider, method, outcome)
);

-- All that a build has used, of each model and, under an empty name, of all of them. The dearest builds are read in the
-- order of what they cost.
create table usage_whole_build (
  organization_id varchar(36)  not null,
  build_id        varchar(36)  not null,
  model           varchar      not null,
  pipeline_slug   varchar(100) not null,
  build_number    bigint       not null,
  branch          varchar(200) not null,
  creator_id      varchar(36),
  first_ms        bigint       not null,
  last_ms         bigint       not null,
  calls           bigint       not null,
  input_tokens    bigint       not null,
  output_tokens   bigint       not null,
  cache_read_tokens bigint     not null,
  cache_write_5m_tokens bigint not null,
  cache_write_1h_tokens bigint not null,
  web_searches    bigint       not null,
  cost_nano       bigint       not null,
  cost_at_most_nano bigint     not null,
  primary key (organization_id, build_id, model)
);

-- [jooq ignore start]
-- What single calls are left to say: everything from this moment on.
insert into usage_sum
select organization_id, 'pipeline', 'day', opened_ms - opened_ms % 86400000, pipeline_slug,
  coalesce(model_answered, model_sent), connection_id, provider, method, outcome,
  sum(case when corrects is null then 1 else 0 end), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
  sum(cache_write_5m_tokens), sum(cache_write_1h_tokens), sum(web_searches), sum(cost_nano),
  sum(coalesce(cost_at_most_nano, cost_nano))
from model_call
where settle_no <= (select settle_no from usage_cursor) and outcome <> 'not_sent'
  and opened_ms - opened_ms % 86400000 >= (select kept_from_ms from usage_cursor)
group by 1, 4, 5, 6, 7, 8, 9, 10;

insert into usage_sum
select organization_id, 'branch', 'day', opened_ms - opened_ms % 86400000, substr(branch, 1, 200),
  coalesce(model_answered, model_sent), connection_id, provider, method, outcome,
  sum(case when corrects is null then 1 else 0 end), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
  sum(cache_write_5m_tokens), sum(cache_write_1h_tokens), sum(web_searches), sum(cost_nano),
  sum(coalesce(cost_at_most_nano, cost_nano))
from model_call
where settle_no <= (select settle_no from usage_cursor) and outcome <> 'not_sent'
  and opened_ms - opened_ms % 86400000 >= (select kept_from_ms from usage_cursor)
group by 1, 4, 5, 6, 7, 8, 9, 10;

insert into usage_sum
select organization_id, 'creator', 'day', opened_ms - opened_ms % 86400000, creator_id,
  coalesce(model_answered, model_sent), connection_id, provider, method, outcome,
  sum(case when corrects is null then 1 else 0 end), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
  sum(cache_write_5m_tokens), sum(cache_write_1h_tokens), sum(web_searches), sum(cost_nano),
  sum(coalesce(cost_at_most_nano, cost_nano))
from model_call
where settle_no <= (select settle_no from usage_cursor) and outcome <> 'not_sent' and creator_id is not null
  and opened_ms - opened_ms % 86400000 >= (select kept_from_ms from usage_cursor)
group by 1, 4, 5, 6, 7, 8, 9, 10;

insert into usage_sum
select organization_id, 'pipeline', 'hour', opened_ms - opened_ms % 3600000, pipeline_slug,
  coalesce(model_answered, model_sent), connection_id, provider, method, outcome,
  sum(case when corrects is null then 1 else 0 end), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
  sum(cache_write_5m_tokens), sum(cache_write_1h_tokens), sum(web_searches), sum(cost_nano),
  sum(coalesce(cost_at_most_nano, cost_nano))
from model_call
where settle_no <= (select settle_no from usage_cursor) and outcome <> 'not_sent'
  and opened_ms - opened_ms % 3600000 >= (select kept_from_ms from usage_cursor)
  and opened_ms - opened_ms % 3600000 >= (select min(start_ms) from usage_sum_before where grain = 'hour')
group by 1, 4, 5, 6, 7, 8, 9, 10;

insert into usage_sum
select organization_id, 'creator', 'hour', opened_ms - opened_ms % 3600000, creator_id,
  coalesce(model_answered, model_sent), connection_id, provider, method, outcome,
  sum(case when corrects is null then 1 else 0 end), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
  sum(cache_write_5m_tokens), sum(cache_write_1h_tokens), sum(web_searches), sum(cost_nano),
  sum(coalesce(cost_at_most_nano, cost_nano))
from model_call
where settle_no <= (select settle_no from usage_cursor) and outcome <> 'not_sent' and creator_id is not null
  and opened_ms - opened_ms % 3600000 >= (select kept_from_ms from usage_cursor)
  and opened_ms - opened_ms % 3600000 >= (select min(start_ms) from usage_sum_before where grain = 'hour')
group by 1, 4, 5, 6, 7, 8, 9, 10;

insert into usage_sum
select organization_id, 'organization', grain, start_ms, '', model, connection_id, provider, method, outcome,
  sum(calls), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens), sum(cache_write_5m_tokens),
  sum(cache_write_1h_tokens), sum(web_searches), sum(cost_nano), sum(cost_at_most_nano)
from usage_sum where subject = 'pipeline'
group by 1, 3, 4, 6, 7, 8, 9, 10;

-- Every day that has calls has builds, which say its month.
insert into usage_sum
select d.organization_id, d.subject, 'month', m.month_ms, d.subject_id, d.model, d.connection_id, d.provider, d.method,
  d.outcome, sum(d.calls), sum(d.input_tokens), sum(d.output_tokens), sum(d.cache_read_tokens),
  sum(d.cache_write_5m_tokens), sum(d.cache_write_1h_tokens), sum(d.web_searches), sum(d.cost_nano),
  sum(d.cost_at_most_nano)
from usage_sum d
join (select distinct start_ms, month_ms from usage_build_before) m on m.start_ms = d.start_ms
where d.grain = 'day' and m.month_ms >= (select kept_from_ms from usage_cursor)
group by 1, 2, 4, 5, 6, 7, 8, 9, 10;

insert into usage_build
select organization_id, opened_ms - opened_ms % 86400000, build_id, coalesce(model_answered, model_sent),
  connection_id, provider, method, outcome, max(pipeline_slug), max(build_number), max(substr(branch, 1, 200)),
  max(creator_id), sum(case when corrects is null then 1 else 0 end), sum(input_tokens), sum(output_tokens),
  sum(cache_read_tokens), sum(cache_write_5m_tokens), sum(cache_write_1h_tokens), sum(web_searches), sum(cost_nano),
  sum(coalesce(cost_at_most_nano, cost_nano))
from model_call
where settle_no <= (select settle_no from usage_cursor) and outcome <> 'not_sent'
  and opened_ms - opened_ms % 86400000 >= (select kept_from_ms from usage_cursor)
group by 1, 2, 3, 4, 5, 6, 7, 8;

-- What is older nobody can tell apart any more by how it ended: it has no outcome.
insert into usage_sum
select s.organization_id, s.subject, s.grain, s.start_ms, s.subject_id, s.model, s.connection_id,
  coalesce(c.provider, ''), coalesce(c.method, ''), '', s.calls, s.input_tokens, s.output_tokens, s.cache_read_tokens,
  s.cache_write_5m_tokens, s.cache_write_1h_tokens, s.web_searches, s.cost_nano, s.cost_at_most_nano
from usage_sum_before s left join model_provider c on c.id = s.connection_id
where s.start_ms < (select kept_from_ms from usage_cursor);

insert into usage_build
select b.organization_id, b.start_ms, b.build_id, b.model, b.connection_id, coalesce(c.provider, ''),
  coalesce(c.method, ''), '', b.pipeline_slug, b.build_number, substr(b.branch, 1, 200), b.creator_id, b.calls,
  b.input_tokens, b.output_tokens, b.cache_read_tokens, b.cache_write_5m_tokens, b.cache_write_1h_tokens,
  b.web_searches, b.cost_nano, b.cost_at_most_nano
from usage_build_before b left join model_provider c on c.id = b.connection_id
where b.start_ms < (select kept_from_ms from usage_cursor);

insert into usage_sum
select b.organization_id, 'branch', 'day', b.start_ms, substr(b.branch, 1, 200), b.model, b.connection_id,
  coalesce(c.provider, ''), coalesce(c.method, ''), '', sum(b.calls), sum(b.input_tokens), sum(b.output_tokens),
  sum(b.cache_read_tokens), sum(b.cache_write_5m_tokens), sum(b.cache_write_1h_tokens), sum(b.web_searches),
  sum(b.cost_nano), sum(b.cost_at_most_nano)
from usage_build_before b left join model_provider c on c.id = b.connection_id
where b.start_ms < (select kept_from_ms from usage_cursor)
group by 1, 4, 5, 6, 7, 8, 9;

insert into usage_sum
select b.organization_id, 'branch', 'month', b.month_ms, substr(b.branch, 1, 200), b.model, b.connection_id,
  coalesce(c.provider, ''), coalesce(c.method, ''), '', sum(b.calls), sum(b.input_tokens), sum(b.output_tokens),
  sum(b.cache_read_tokens), sum(b.cache_write_5m_tokens), sum(b.cache_write_1h_tokens), sum(b.web_searches),
  sum(b.cost_nano), sum(b.cost_at_most_nano)
from usage_build_before b left join model_provider c on c.id = b.connection_id
where b.month_ms < (select kept_from_ms from usage_cursor)
group by 1, 4, 5, 6, 7, 8, 9;

insert into usage_whole_build
select organization_id, build_id, model, max(pipeline_slug), max(build_number), max(branch), max(creator_id), min(start_ms),
  max(start_ms), sum(calls), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
  sum(cache_write_5m_tokens), sum(cache_write_1h_tokens), sum(web_searches), sum(cost_nano), sum(cost_at_most_nano)
from usage_build group by 1, 2, 3;

insert into usage_whole_build
select organization_id, build_id, '', max(pipeline_slug), max(build_number), max(branch), max(creator_id), min(start_ms),
  max(start_ms), sum(calls), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
  sum(cache_write_5m_tokens), sum(cache_write_1h_tokens), sum(web_searches), sum(cost_nano), sum(cost_at_most_nano)
from usage_build group by 1, 2;
-- [jooq ignore stop]

drop table usage_sum_before;
drop table usage_build_before;

create index usage_build_of_build on usage_build (build_id);
create index usage_build_of_pipeline on usage_build (organization_id, pipeline_slug, start_ms);
create index usage_build_of_branch on usage_build (organization_id, branch, start_ms);
create index usage_build_of_creator on usage_build (organization_id, creator_id, start_ms);
create index usage_build_not_completed on usage_build (organization_id, start_ms) where outcome <> 'completed';
create index usage_whole_build_by_cost on usage_whole_build (organization_id, model, cost_nano, build_id);
create index refused_call_by_time on refused_call (organization_id, refused_ms);
