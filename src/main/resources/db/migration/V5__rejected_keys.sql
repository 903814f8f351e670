-- A key that its provider has rejected: only its SHA-256, so that another key is another matter.
alter table model_provider add column rejected_key varchar(64);
alter table model_provider add column rejected_ms bigint;
