-- Who was a member and is none any more: they keep their name in what they did, and an identity provider alone doesn't bring them back.
create table former_member (
  organization_id varchar(36) not null references organization (id),
  person_id       varchar(36) not null references person (id),
  left_ms         bigint      not null,
  primary key (organization_id, person_id)
);
-- Those of before stand in the audit log.
insert into former_member (organization_id, person_id, left_ms)
  select e.organization_id, e.subject_id, max(e.occurred_ms)
  from audit_event e
  join organization o on o.id = e.organization_id
  join person p on p.id = e.subject_id
  where e.subject_type = 'ORGANIZATION_MEMBER' and e.type = 'ORGANIZATION_MEMBER_DELETED'
    and not exists (select 1 from member m where m.organization_id = e.organization_id and m.person_id = e.subject_id)
  group by e.organization_id, e.subject_id;
