-- Signs a person in once, without a password; of its token only the SHA-256. Whoever uses one takes the row.
create table sign_in_link (
  token_hash varchar(64) primary key,
  person_id  varchar(36) not null references person (id),
  created_ms bigint      not null,
  expires_ms bigint      not null
);
create index sign_in_link_expiring on sign_in_link (expires_ms);

-- How the person of a session got in. Who came by a link may set a password without knowing the old one.
alter table web_session add column begun_by varchar(10) not null default 'password'
  check (begun_by in ('password', 'link', 'oidc'));

-- The agents of a cluster that are there, and the work that the agents of a queue have in hand.
create index agent_connected on agent (cluster_id, name) where state = 'connected';
create index job_in_hand on job (queue_id) where state in ('assigned', 'accepted', 'running', 'canceling');

-- Who a person is for an identity provider; an address can change hands, a subject never does.
create table person_identity (
  issuer     varchar(500) not null,
  subject    varchar(255) not null,
  person_id  varchar(36)  not null references person (id),
  created_ms bigint       not null,
  primary key (issuer, subject)
);
create index person_identity_of_person on person_identity (person_id);
