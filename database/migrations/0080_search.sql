-- What the search bar looks in: one row per way in which somebody may type a thing, in byte order, so that a prefix is a range of the index.

create schema search;
create table search.key (
  kind text not null check (kind in ('order', 'customer', 'parcel', 'return')),
  -- Lower case, without accents; what is typed from its end (numbers) begins with "<" and stands backwards.
  key text collate "C" not null,
  target uuid not null,
  -- What of the target it is: number, name, email …
  field text not null,
  -- The contact version it was read from: personal data, which goes when the person is erased.
  contact uuid
);
-- Of equal keys the newest target first: ids are made in the order of time.
create unique index key_prefix on search.key (kind, key, target desc);
create index key_target on search.key (target);
create index key_contact on search.key (contact) where contact is not null;

-- SKUs have a code of their own; a catalogue is small beside the orders.
create table search.sku_key (
  key text collate "C" not null,
  sku text not null,
  field text not null
);
create unique index sku_key_prefix on search.sku_key (key, sku);
create index sku_key_sku on search.sku_key (sku);

-- How far the sweeps over master data are, which no journal tells of: the time of change of the last row that was read.
create table search.sweep (
  name text primary key,
  swept_until timestamptz not null,
  after text not null default ''
);

create index variant_changed on catalogue.variant (updated_at, sku);
create index product_changed on catalogue.product (updated_at);
alter table customers.customer add column updated_at timestamptz not null default now();
create index customer_changed on customers.customer (updated_at, id);
