-- Whose prompts and answers are kept, and for how long: without a row, nobody's.
create table capture_order (
  organization_id varchar(36) primary key references organization (id),
  id              varchar(36) not null,
  retention_hours bigint      not null,
  pipeline_id     varchar(36) references pipeline (id),
  created_by      varchar(36),
  created_by_name varchar,
  created_ms      bigint      not null
);

-- What is kept of a call lies encrypted in a blob, whose key follows from its row. The row is there
-- before the blob and goes after it, so that no blob is forgotten.
create table captured_call (
  call_id         varchar(36) primary key,
  organization_id varchar(36) not null,
  captured_ms     bigint      not null,
  expires_ms      bigint      not null
);
create index captured_call_expiring on captured_call (expires_ms);
create index captured_call_of_organization on captured_call (organization_id);
