-- The foundation: idempotency, generations and epochs (kernel), and the three books with their journal (books).

create schema kernel;

-- A restore, copy or upgrade starts a new generation; cursors of the feed name it.
create table kernel.generation (
  id int generated always as identity primary key,
  started_at timestamptz not null default now(),
  reason text not null
);
insert into kernel.generation (reason) values ('created');

-- Answers kept under an Idempotency-Key; the answer is text so that a repeat is byte for byte the same.
create table kernel.idempotency (
  scope text not null,
  key text not null,
  fingerprint text not null,
  status int not null,
  answer text not null,
  created_at timestamptz not null default now(),
  primary key (scope, key)
);
create index idempotency_created on kernel.idempotency (created_at);

-- Activating a setting raises its epoch; every load compares it with what the process has in memory.
create table kernel.epoch (name text primary key, value bigint not null default 0);
insert into kernel.epoch (name) values ('settings');

-- Where each follower of the journal is.
create table kernel.follower (
  name text primary key,
  generation int not null,
  xid xid8 not null,
  position bigint not null,
  version int not null default 1,
  failures int not null default 0,
  last_error text,
  updated_at timestamptz not null default now()
);

-- Raises when a statement touched another number of rows than it must.
create function kernel.expect(wanted bigint, got bigint, what text) returns int language plpgsql as $$
begin
  if wanted is distinct from got then
    raise exception '%: % of % rows', what, got, wanted using errcode = 'SP001';
  end if;
  return 1;
end $$;

create schema books;

-- The journal. `body` is canonical text, because each event carries the hash over its predecessor's hash and this text.
create table books.event (
  stream_id uuid not null,
  seq int not null,
  stream_kind text not null,
  type text not null,
  body text not null,
  hash bytea not null,
  xid xid8 not null default pg_current_xact_id(),
  position bigint generated always as identity,
  primary key (stream_id, seq)
);
create index event_feed on books.event (xid, position);

-- The units book: how many of each line stand in each bucket. A bucket that is empty has no row.
create table books.unit (
  order_id uuid not null,
  line int not null,
  delivery int not null,
  holder_id uuid not null,
  stage text not null,
  location text not null default '',
  sku text,
  quantity int not null check (quantity > 0),
  primary key (order_id, line, delivery, holder_id, stage, location)
);
create index unit_stock on books.unit (sku, location, stage) where sku is not null and location <> '';

-- The stock book: one balance per SKU, location and state. `broken` are reservations that lost their goods to a fact.
create table books.stock_balance (
  sku text not null,
  location text not null,
  state text not null,
  quantity bigint not null default 0,
  reserved bigint not null default 0,
  broken bigint not null default 0 check (broken >= 0),
  kept_back bigint not null default 0 check (kept_back >= 0),
  primary key (sku, location, state),
  constraint stock_balance_reserved check (reserved between 0 and quantity)
) with (fillfactor = 70);
create index stock_balance_location on books.stock_balance (location, sku);
create index stock_balance_broken on books.stock_balance (sku, location) where broken > 0;

-- Every movement of goods, with its cause. Outside accounts (supplier, customer, missing, found, adjustment) have an empty location.
create table books.stock_movement (
  stream_id uuid not null,
  seq int not null,
  entry int not null,
  sku text not null,
  from_location text not null,
  from_state text not null,
  to_location text not null,
  to_state text not null,
  quantity bigint not null check (quantity > 0),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (stream_id, seq, entry)
);
create index stock_movement_sku on books.stock_movement (sku, recorded_at);

-- The money book: what is due per order, and the accounts of each payment.
create table books.due (
  order_id uuid primary key,
  currency char(3) not null,
  due bigint not null
);
create table books.payment (
  id uuid primary key,
  order_id uuid not null,
  operator text not null,
  ref text not null,
  method text not null,
  currency char(3) not null,
  authorised bigint not null default 0 check (authorised >= 0),
  capture_pending bigint not null default 0 check (capture_pending >= 0),
  captured bigint not null default 0 check (captured >= 0),
  released bigint not null default 0 check (released >= 0),
  refund_pending bigint not null default 0 check (refund_pending >= 0),
  refunded bigint not null default 0 check (refunded >= 0),
  charged_back bigint not null default 0 check (charged_back >= 0),
  overpaid bigint not null default 0 check (overpaid >= 0),
  expires_at timestamptz,
  constraint payment_conserved check (refunded + refund_pending + charged_back <= captured + overpaid),
  constraint payment_captured check (captured + capture_pending + released <= authorised),
  unique (operator, ref)
);
create index payment_order on books.payment (order_id);
create index payment_expiry on books.payment (expires_at) where expires_at is not null;
