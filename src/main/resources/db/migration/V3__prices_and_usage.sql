alter table model_call add column settle_no bigint;
alter table model_call add column branch_class varchar(12);
