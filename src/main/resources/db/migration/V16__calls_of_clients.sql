-- Where within its client a call came from, as the client says; null where it says nothing.
alter table model_call add column client_session varchar(128);
alter table model_call add column client_agent varchar(128);
alter table model_call add column client_parent_agent varchar(128);
alter table model_call add column client_retries bigint;
