-- Webhooks out: who gets which events where, how far each receiver is, and every attempt that was made.

create schema feed;

create table feed.subscription (
  id uuid primary key,
  url text not null,
  description text,
  -- Empty: all types.
  types text[] not null default '{}',
  active boolean not null default true,
  -- Sealed under the installation's secret: needed to sign, shown once.
  secret text not null,
  previous_secret text,
  previous_until timestamptz,
  -- Where this receiver is in the journal. The event is named too, since an upgrade writes new cursors.
  generation int not null,
  xid xid8 not null,
  position bigint not null,
  last_stream uuid,
  last_seq int,
  -- Failing: since when, how many attempts on the event that is next, and when the following one is due.
  failing_since timestamptz,
  attempts int not null default 0,
  next_attempt_at timestamptz,
  paused_at timestamptz,
  paused_reason text,
  -- Counts changes by people: a worker that was under way when one came writes nothing over it.
  version int not null default 1,
  lease_owner text,
  lease_until timestamptz,
  created_at timestamptz not null,
  created_by text not null
);

create table feed.delivery (
  id uuid primary key,
  subscription_id uuid not null references feed.subscription (id) on delete cascade,
  stream_id uuid,
  seq int,
  type text not null,
  request_id text not null,
  attempt int not null,
  outcome text not null check (outcome in ('delivered', 'failed', 'refused')),
  status int,
  duration_ms int not null,
  response text,
  reason text,
  at timestamptz not null
);
create index delivery_of on feed.delivery (subscription_id, id desc);
create index delivery_age on feed.delivery (at);
