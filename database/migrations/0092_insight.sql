-- What the figures are made of: facts of orders as their events tell them, and their sums per day and hour, kept by a follower of the journal.
create schema insight;

-- One thing that counts in a figure. Keyed by its event, so that an event read twice counts once.
create table insight.fact (
  order_id uuid not null,
  seq int not null,
  entry smallint not null,
  measure text not null,
  -- What kind of it: why something was rejected, whether it was in time, in which currency.
  reason text not null,
  -- Empty where it is not of one location.
  location text not null,
  channel text not null,
  at timestamptz not null,
  -- On the clock of the location, or of the company.
  day date not null,
  hour smallint not null check (hour between 0 and 23),
  n int not null,
  units bigint not null,
  amount bigint not null,
  seconds bigint,
  primary key (order_id, seq, entry)
);
create index fact_measure on insight.fact (measure, day, at, order_id, seq, entry);
create index fact_location on insight.fact (location, measure, day, at, order_id, seq, entry) where location <> '';

-- Sums; location '*' is the whole company. Bucket: of the duration, -1 without one.
create table insight.day (
  measure text not null,
  location text not null,
  day date not null,
  channel text not null,
  reason text not null,
  bucket smallint not null,
  n bigint not null,
  units bigint not null,
  amount bigint not null,
  primary key (measure, location, day, channel, reason, bucket)
);
create table insight.hour (
  measure text not null,
  location text not null,
  day date not null,
  hour smallint not null,
  channel text not null,
  reason text not null,
  bucket smallint not null,
  n bigint not null,
  units bigint not null,
  amount bigint not null,
  primary key (measure, location, day, hour, channel, reason, bucket)
);

-- What stands in a stage now: what is delivered, collected, returned or cancelled is the past, and most of the table.
create index unit_live on books.unit (stage, location, order_id) include (quantity)
  where stage in ('open', 'waiting', 'allocated', 'picked', 'packed', 'in_transfer', 'shipped', 'at_pickup_point', 'returning', 'ready');
create index fulfilment_active on fulfilment.fulfilment (location, status) include (due_at, to_pick, to_pack, units, on_hold, kind)
  where status in ('assigned', 'picking', 'picked', 'packed', 'in_transfer', 'arrived', 'ready');
-- Never has a row: what cannot happen is shown to be so.
create index stock_oversold on books.stock_balance (sku) where reserved > quantity;
