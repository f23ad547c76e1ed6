-- What a past waterfall needs besides the books: how master data was, what was kept back, and how much of an expected receipt was promised.

-- How a location, a product or a channel was until it was changed: the facts that rules of selling read, from the moment it was changed before.
create table documents.former (
  kind text not null check (kind in ('location', 'variant', 'channel')),
  key text not null,
  version int not null,
  since timestamptz not null,
  until timestamptz not null,
  facts jsonb not null,
  primary key (kind, key, version)
);
create index former_until on documents.former (kind, key, until);

-- Each change of what is kept back for those who wait: what was kept at a moment is what is kept now, less what changed since.
create table books.kept_back_entry (
  id bigint primary key generated always as identity,
  sku text not null,
  location text not null,
  change bigint not null,
  recorded_at timestamptz not null
);
create index kept_back_entry_sku on books.kept_back_entry (sku, recorded_at);

-- From when on that is written down; no row: from the beginning.
create table books.kept_back_known (since timestamptz primary key);
insert into books.kept_back_known select (body::json ->> 'recordedAt')::timestamptz from books.event order by xid desc, position desc limit 1;

-- Units promised of an expected receipt, each change; like the claims kept by the follower, which reads the journal once more from its beginning.
create table availability.promised_entry (
  stream_id uuid not null,
  seq int not null,
  entry int not null,
  receipt uuid not null,
  sku text not null,
  change bigint not null,
  recorded_at timestamptz not null,
  primary key (stream_id, seq, entry)
);
create index promised_entry_receipt on availability.promised_entry (receipt, sku, recorded_at);
update kernel.follower set xid = '0', position = 0 where name = 'availability history';

-- What an order in quarantine wanted, from when and until when: its channel may send it again, other than it was.
alter table intake.quarantine_demand add column since timestamptz;
update intake.quarantine_demand d set since = q.opened_at from intake.quarantine q where q.id = d.quarantine;
alter table intake.quarantine_demand alter column since set not null;
create table intake.quarantine_demand_former (
  quarantine uuid not null,
  sku text not null,
  quantity int not null,
  since timestamptz not null,
  until timestamptz not null
);
create index quarantine_demand_former_sku on intake.quarantine_demand_former (sku, until);
