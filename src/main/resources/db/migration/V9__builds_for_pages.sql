-- What pages of builds need: attempts of a step, groups, and what has changed since someone looked.

-- When a step's job is run again, as JSON; null is the usual: by hand only.
alter table step add column retry varchar;

-- Attempts of one step are a chain of jobs: the newest is the one that was not retried.
alter table job add column retry_of varchar(36);
alter table job add column retried_in varchar(36);
alter table job add column retry_type varchar(10);
alter table job add column retry_rule bigint;
alter table job add column retried_by varchar(36);
create index job_of_step on job (step_id);

-- A group is a step without a job; what stands in it names it.
alter table job add column group_id varchar(36);
alter table job add column group_key varchar(100);

-- Each transaction that changes a build takes the next revision; a job has that of its last change.
alter table build add column revision bigint not null default 0;
alter table job add column revision bigint not null default 0;
create index job_changed on job (build_id, revision);

alter table build add column rebuilt_from varchar(36);
alter table build add column rebuilt_from_number bigint;

-- Lists go by id, newest first, which is the order of creation.
create index build_list_of_organization on build (organization_id, id);
create index build_list_of_pipeline on build (pipeline_id, id);
create index build_list_of_branch on build (pipeline_id, branch, id);
create index build_list_of_creator on build (organization_id, creator_id, id);
create index build_under_way on build (pipeline_id, state) where finished_ms is null;

-- An agent that was asked to stop gets no more jobs, and is told so when it asks for one.
alter table agent add column stop_asked_ms bigint;
create index agent_of_organization on agent (organization_id, state, id);
