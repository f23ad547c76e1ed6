-- Followers of the journal: who follows, how far it is, and what it could not take.
alter table kernel.follower
  add column lease_owner text,
  add column lease_until timestamptz;

-- An event that a follower could not take after several tries: it goes on with the others, and somebody looks at this.
create table kernel.dead_letter (
  follower text not null,
  stream_id uuid not null,
  seq int not null,
  attempts int not null,
  error text not null,
  failed_at timestamptz not null,
  resolved_at timestamptz,
  primary key (follower, stream_id, seq)
);
create index dead_letter_open on kernel.dead_letter (follower, failed_at) where resolved_at is null;
