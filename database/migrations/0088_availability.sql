-- What is needed to say what stock was at any past moment, and why: kept by a follower of the journal, so that no command pays for it.

create schema availability;

-- Claims on stock: reservations per SKU, location and state of the goods (`sellable`, `picked`, `in_transit`); with an empty location, `wanted` is demand without a place.
-- The total as the follower knows it, and each change: a past total is today's less what changed since.
create table availability.claim (
  sku text not null,
  location text not null,
  state text not null,
  quantity bigint not null,
  primary key (sku, location, state)
);
create table availability.claim_entry (
  stream_id uuid not null,
  seq int not null,
  entry int not null,
  sku text not null,
  location text not null,
  state text not null,
  change bigint not null,
  recorded_at timestamptz not null,
  primary key (stream_id, seq, entry)
);
create index claim_entry_sku on availability.claim_entry (sku, recorded_at);

-- Each time a location was put out of the running for a SKU; sourcing keeps the last one only.
create table availability.exclusion (
  stream_id uuid not null,
  seq int not null,
  sku text not null,
  location text not null,
  since timestamptz not null,
  until timestamptz not null,
  reason text not null,
  primary key (stream_id, seq)
);
create index exclusion_sku on availability.exclusion (sku, since);

-- Receipts, counts and corrections, to be listed by location.
create table availability.document (
  stream_id uuid not null,
  seq int not null,
  kind text not null check (kind in ('receipt', 'count', 'correction')),
  location text not null,
  reference text,
  products int not null,
  units bigint not null,
  -- Of a count: pieces more and pieces fewer than the books said.
  found bigint not null default 0,
  missing bigint not null default 0,
  by_kind text not null,
  by_id text not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (stream_id, seq)
);
create index document_recent on availability.document (recorded_at, stream_id, seq);
create index document_location on availability.document (location, recorded_at, stream_id, seq);

-- Loads under way over the whole network.
create index load_open on shipping.load (handed_at, id) where status <> 'received';
