-- External warehouses: what is said about each work order, what they sent us, and how their stock differs from ours.
create schema dialogue;

-- One row per work order that was given to somebody outside the company.
create table dialogue.work (
  fulfilment_id uuid primary key,
  order_id uuid not null,
  location text not null,
  state text not null check (state in ('submitted', 'accepted', 'rejected', 'cancellation_requested', 'cancellation_accepted', 'cancellation_rejected')),
  -- Units that it still has to send.
  open int not null,
  submitted_at timestamptz not null,
  changed_at timestamptz not null,
  expected_at timestamptz,
  -- Since when our question to stop waits for an answer.
  asked_at timestamptz
);
create index work_order on dialogue.work (order_id);
create index work_list on dialogue.work (location, state, fulfilment_id);
create index work_changed on dialogue.work (location, changed_at, fulfilment_id);

create schema partners;

-- Everything a partner told us, once under its own reference, with the answer it got and the events it made.
create table partners.message (
  location text not null,
  reference text not null,
  kind text not null,
  fingerprint text not null,
  answer text not null,
  fulfilment_id uuid,
  stream_id uuid,
  -- Events of the stream that it made: from the first to the last, null when it made none.
  from_seq int,
  to_seq int,
  at timestamptz not null,
  -- The order in which they came, by which a stock report says what it includes.
  position bigint generated always as identity,
  primary key (location, reference)
);
create index message_later on partners.message (location, position);

-- Stock that a partner reported; only the newest counts.
create table partners.stock_report (
  location text not null,
  reference text not null,
  counted_at timestamptz not null,
  includes text,
  complete boolean not null,
  rows int not null,
  read_at timestamptz not null,
  primary key (location, reference)
);
create index stock_report_newest on partners.stock_report (location, counted_at);

create table partners.stock_difference (
  id uuid primary key,
  location text not null,
  reference text not null,
  sku text not null,
  state text not null check (state in ('sellable', 'damaged', 'quarantine')),
  reported bigint not null,
  -- What they moved by messages after the last that the report includes.
  later bigint not null,
  ours bigint not null,
  difference bigint not null check (difference = reported + later - ours and difference <> 0),
  -- Units that are set aside there for orders.
  promised bigint not null,
  status text not null default 'open' check (status in ('open', 'booked', 'superseded')),
  found_at timestamptz not null,
  booked_at timestamptz,
  booked_by text
);
create unique index stock_difference_open on partners.stock_difference (location, sku, state) where status = 'open';
create index stock_difference_oldest on partners.stock_difference (found_at, id) where status = 'open';

-- What somebody must look at: goods that left without an order, a cancellation that was refused.
create table partners.task (
  id uuid primary key,
  kind text not null,
  location text not null,
  order_id uuid,
  sku text,
  detail text not null,
  created_at timestamptz not null,
  done_at timestamptz,
  done_by text
);
create index task_oldest on partners.task (created_at, id) where done_at is null;
