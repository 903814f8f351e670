-- Who can sign in with a password: Argon2id in the PHC form, which names its own parameters.
create table person_password (
  person_id  varchar(36)  primary key references person (id),
  hash       varchar(200) not null,
  changed_ms bigint       not null
);

-- A browser in which a person has signed in; of the cookie's token only the SHA-256.
create table web_session (
  id         varchar(36)  primary key,
  person_id  varchar(36)  not null references person (id),
  token_hash varchar(64)  not null unique,
  user_agent varchar(300) not null,
  ip_address varchar(100) not null,
  created_ms bigint       not null,
  seen_ms    bigint       not null,
  expires_ms bigint       not null
);
create index web_session_of_person on web_session (person_id);
create index web_session_expiring on web_session (expires_ms);
