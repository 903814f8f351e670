-- A paused agent stays and gets no jobs, until someone says that it may go on, or the time is over.
alter table agent add column paused_ms bigint;
alter table agent add column paused_until_ms bigint;
alter table agent add column paused_by varchar(36);
alter table agent add column paused_by_name varchar;
alter table agent add column paused_note varchar;
