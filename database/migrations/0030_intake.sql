-- Intake: what channels sent, as they sent it; the last snapshot per order; what could not be taken; and what must be told back.

create schema intake;

-- Every document received, raw and before anything else; once per event id of its channel.
create table intake.message (
  id uuid primary key,
  channel text not null,
  event_id text not null,
  source text not null check (source in ('webhook', 'poll', 'api', 'repair')),
  topic text,
  external_id text,
  version text,
  -- Exactly as received; null until fetched, and again when its retention is over.
  raw text,
  -- The channel told that this order changed without sending it: it is asked for.
  to_fetch text,
  received_at timestamptz not null,
  state text not null default 'received' check (state in ('received', 'taken', 'nothing_new', 'quarantined', 'failed')),
  detail text,
  attempts int not null default 0,
  next_at timestamptz not null,
  leased_until timestamptz,
  processed_at timestamptz,
  erase_after timestamptz not null,
  erased_at timestamptz,
  unique (channel, event_id)
);
create index message_due on intake.message (next_at, id) where state = 'received';
create index message_order on intake.message (channel, external_id);
create index message_state on intake.message (state, id);
create index message_erase on intake.message (erase_after) where erased_at is null;

-- What the channel last said of an order that was taken: the next difference is taken from it.
create table intake.snapshot (
  order_id uuid primary key,
  channel text not null,
  external_id text not null,
  channel_version text,
  snapshot jsonb not null,
  -- Sentences of the proof that somebody accepted; the same ones do not stop a later version.
  accepted text[] not null default '{}',
  version int not null,
  updated_at timestamptz not null,
  erased_at timestamptz,
  unique (channel, external_id)
);

-- Orders that do not add up or cannot be read, with the exact reasons.
create table intake.quarantine (
  id uuid primary key,
  channel text not null,
  external_id text,
  message_id uuid,
  order_id uuid,
  channel_version text,
  reasons text[] not null,
  -- Null where the document could not be read as an order.
  snapshot jsonb,
  state text not null default 'open' check (state in ('open', 'released', 'repaired', 'rejected', 'replaced')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_by text,
  note text,
  erased_at timestamptz
);
create unique index quarantine_open on intake.quarantine (channel, external_id) where state = 'open' and external_id is not null;
create index quarantine_list on intake.quarantine (state, opened_at, id);
-- What a quarantined order wants counts as demand while it is open.
create table intake.quarantine_demand (
  quarantine uuid not null,
  line int not null,
  sku text not null,
  quantity int not null check (quantity > 0),
  primary key (quarantine, line)
);
create index quarantine_demand_sku on intake.quarantine_demand (sku);

-- Where channel and Spil disagree and a person decides: one open row per matter.
create table intake.conflict (
  id uuid primary key,
  order_id uuid not null,
  channel text not null,
  kind text not null,
  subject text not null,
  detail text not null,
  channel_says jsonb,
  spil_says jsonb,
  opened_at timestamptz not null,
  resolved_at timestamptz,
  resolved_by text,
  resolution text
);
create unique index conflict_open on intake.conflict (order_id, kind, subject) where resolved_at is null;
create index conflict_list on intake.conflict (opened_at, id) where resolved_at is null;

-- Where the questions to a channel stand.
create table intake.cursor (
  channel text primary key,
  cursor text,
  since timestamptz not null,
  polled_at timestamptz,
  failures int not null default 0,
  last_error text
);
