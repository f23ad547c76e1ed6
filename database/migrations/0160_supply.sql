-- What is expected from suppliers, who waits for it, and what is kept for them the moment it is there.

-- An expected receipt (purchase order, ship notice). Its stream in the journal is the truth; these rows are read from it.
create table inventory.expected (
  id uuid primary key,
  reference text not null unique,
  supplier text,
  location text not null,
  state text not null check (state in ('open', 'closed', 'cancelled')),
  first_on date,
  announced_at timestamptz not null,
  seq int not null
);
create index expected_open on inventory.expected (location, first_on, reference) where state = 'open';
create index expected_listed on inventory.expected (announced_at desc, id desc);

create table inventory.expected_line (
  stock_id uuid not null,
  sku text not null,
  location text not null,
  expected_on date not null,
  quantity bigint not null check (quantity >= 0),
  received bigint not null default 0 check (received >= 0),
  damaged bigint not null default 0 check (damaged between 0 and received),
  -- Still on its way: nothing once the receipt is closed or cancelled.
  outstanding bigint not null check (outstanding >= 0),
  primary key (stock_id, sku)
);
create index expected_line_sku on inventory.expected_line (sku) where outstanding > 0;

-- Goods on the shelf that are kept for waiting orders, by the receipt that brought them: `promised` to orders that waited for that
-- receipt, `others` for whoever waits longest. Together they are the balance's kept_back.
create table books.kept_back (
  cause uuid not null,
  sku text not null,
  location text not null,
  promised bigint not null default 0 check (promised >= 0),
  others bigint not null default 0 check (others >= 0),
  primary key (cause, sku)
);
create index kept_back_sku on books.kept_back (sku, location);

-- Units that wait for an expected receipt reserve of what is expected; their holder is the receipt.
create index unit_waiting on books.unit (holder_id, sku) where stage = 'waiting';
create index unit_waiting_sku on books.unit (sku, location) where stage = 'waiting' and location <> '';

-- What may be sold before it is there.
alter table catalogue.variant add column backorder boolean not null default false, add column released_on date;

-- How many of the units wait for an expected receipt, and who goes first among those who wait.
alter table orders.waiting add column promised int not null default 0, add column priority int not null default 0;
create index waiting_queue on orders.waiting (sku, priority desc, since, order_id);

-- Work that may not begin before a moment, e.g. the day a product is released.
alter table fulfilment.fulfilment add column not_before timestamptz;
create index fulfilment_not_before on fulfilment.fulfilment (not_before) where not_before is not null and on_hold;
