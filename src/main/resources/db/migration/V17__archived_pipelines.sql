-- An archived pipeline keeps everything and takes no builds.
alter table pipeline add column archived_ms bigint;
