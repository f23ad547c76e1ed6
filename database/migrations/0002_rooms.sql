-- The rooms' own tables. Master data are versioned rows; what concerns orders are projections of the journal, written in the same transaction.

create schema documents;
-- Settings as documents: immutable versions, one of each (kind, name) active.
create table documents.document (
  kind text not null,
  name text not null,
  version int not null,
  state text not null default 'draft' check (state in ('draft', 'checked', 'active', 'retired')),
  body json not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  activated_at timestamptz,
  note text,
  primary key (kind, name, version)
);
create unique index document_active on documents.document (kind, name) where state = 'active';

create schema identity;
create table identity.api_key (
  id uuid primary key,
  name text not null,
  -- SHA-256 of the secret: the secret itself is shown once.
  hash bytea not null unique,
  roles text[] not null,
  -- Null is all locations.
  locations text[],
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz
);

create schema catalogue;
create table catalogue.product (
  code text primary key,
  name text not null,
  brand text,
  description text,
  picture text,
  tags text[] not null default '{}',
  attributes jsonb not null default '{}',
  version int not null default 1,
  updated_at timestamptz not null default now()
);
create table catalogue.variant (
  sku text primary key,
  product text not null references catalogue.product (code),
  name text not null,
  kind text not null default 'goods' check (kind in ('goods', 'service', 'digital', 'gift_card', 'deposit')),
  unit text not null default 'piece' check (unit in ('piece', 'gram', 'millimetre')),
  options jsonb not null default '{}',
  weight_grams int not null default 0 check (weight_grams >= 0),
  vat_class text not null default 'standard',
  picture text,
  tags text[] not null default '{}',
  active boolean not null default true,
  version int not null default 1,
  updated_at timestamptz not null default now()
);
create index variant_product on catalogue.variant (product);
create table catalogue.barcode (
  -- Fourteen digits, with its check digit verified.
  gtin char(14) primary key,
  sku text not null references catalogue.variant (sku),
  quantity int not null default 1 check (quantity > 0)
);
create index barcode_sku on catalogue.barcode (sku);
create table catalogue.bundle_component (
  bundle text not null references catalogue.variant (sku),
  sku text not null references catalogue.variant (sku),
  quantity int not null check (quantity > 0),
  primary key (bundle, sku)
);
create table catalogue.price (
  sku text not null references catalogue.variant (sku),
  list text not null,
  currency char(3) not null,
  valid_from timestamptz not null,
  valid_until timestamptz,
  amount bigint not null check (amount >= 0),
  includes_tax boolean not null default true,
  primary key (sku, list, currency, valid_from)
);
create table catalogue.vat_rate (
  country char(2) not null,
  class text not null,
  valid_from date not null,
  -- Millionths: 21 % is 210000.
  rate int not null check (rate between 0 and 1000000),
  primary key (country, class, valid_from)
);

create schema locations;
create table locations.location (
  code text primary key check (code ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  kind text not null check (kind in ('store', 'warehouse', 'external_warehouse')),
  size text not null default 'medium' check (size in ('small', 'medium', 'large')),
  address jsonb not null,
  latitude double precision,
  longitude double precision,
  -- Opening hours, holidays, cut-off, carrier collection and time zone.
  calendar jsonb not null,
  -- Orders a day; null is no limit.
  capacity int check (capacity >= 0),
  capabilities text[] not null default '{ship,pickup,return}',
  stock_authority text not null default 'spil' check (stock_authority in ('spil', 'erp', '3pl')),
  tags text[] not null default '{}',
  active boolean not null default true,
  version int not null default 1,
  updated_at timestamptz not null default now()
);
-- What a location has been given on a day, counted where it is contested.
create table locations.day_load (
  location text not null,
  day date not null,
  orders int not null default 0,
  primary key (location, day)
);

create schema customers;
-- Immutable versions of names and addresses; events name their ids and hold no personal data themselves.
create table customers.contact (
  id uuid primary key,
  customer uuid,
  data json not null,
  created_at timestamptz not null default now(),
  erased_at timestamptz
);
create index contact_customer on customers.contact (customer);
create table customers.customer (
  id uuid primary key,
  channel text not null,
  external_id text,
  email text,
  name text,
  phone text,
  language text,
  created_at timestamptz not null default now(),
  erased_at timestamptz,
  unique (channel, external_id)
);
create index customer_email on customers.customer (lower(email));

create schema channels;
create table channels.channel (
  code text primary key,
  name text not null,
  kind text not null,
  settings jsonb not null default '{}',
  price_list text not null default 'standard',
  language text not null default 'nl',
  active boolean not null default true,
  version int not null default 1,
  updated_at timestamptz not null default now()
);

create schema orders;
create sequence orders.number_block increment 100 start 100000;
create table orders.order (
  id uuid primary key,
  number text not null unique,
  channel text not null,
  external_id text,
  external_number text,
  placed_at timestamptz not null,
  status text not null,
  on_hold boolean not null default false,
  currency char(3) not null,
  total bigint not null,
  customer_id uuid,
  contact_id uuid,
  tags text[] not null default '{}',
  units int not null default 0,
  seq int not null
);
create index order_list on orders.order (status, placed_at desc, id desc);
create index order_recent on orders.order (placed_at desc, id desc);
create index order_customer on orders.order (customer_id) where customer_id is not null;
-- Globally unique: what a channel calls the order.
create table orders.external_ref (
  channel text not null,
  external_id text not null,
  order_id uuid not null,
  primary key (channel, external_id)
);
create table orders.delivery (
  order_id uuid not null,
  delivery int not null,
  kind text not null,
  location text,
  status text not null,
  promised_by timestamptz,
  ready_at timestamptz,
  primary key (order_id, delivery)
);
create index delivery_pickup on orders.delivery (location, status) where location is not null;
create table orders.hold (
  id uuid primary key,
  order_id uuid not null,
  reason text not null,
  owner text not null,
  placed_at timestamptz not null,
  released_at timestamptz
);
create index hold_open on orders.hold (reason, placed_at) where released_at is null;
create index hold_order on orders.hold (order_id);
create table orders.note (
  id uuid primary key,
  order_id uuid not null,
  text text not null,
  created_by text not null,
  created_at timestamptz not null default now()
);
create index note_order on orders.note (order_id);
-- Waiting and open units that no location has: demand that reduces what is available, and the queue that receipts serve.
create table orders.waiting (
  order_id uuid not null,
  line int not null,
  delivery int not null,
  sku text not null,
  quantity int not null,
  since timestamptz not null,
  primary key (order_id, line, delivery)
);
create index waiting_sku on orders.waiting (sku, since);

create schema sourcing;
create table sourcing.decision (
  id uuid primary key,
  order_id uuid not null,
  delivery int not null,
  at timestamptz not null,
  -- Demand, strategy version, now, stock and load considered: the explanation is the same function on these.
  inputs json not null,
  outcome json not null
);
create index decision_order on sourcing.decision (order_id);

create schema fulfilment;
create table fulfilment.fulfilment (
  id uuid primary key,
  order_id uuid not null,
  number text not null,
  location text not null,
  delivery int not null,
  kind text not null check (kind in ('ship', 'pickup', 'transfer')),
  destination text,
  status text not null,
  on_hold boolean not null default false,
  units int not null,
  to_pick int not null,
  to_pack int not null,
  put_back int not null default 0,
  assigned_at timestamptz not null,
  due_at timestamptz,
  accepted_at timestamptz,
  accepted_by text,
  seq int not null
);
create index fulfilment_work on fulfilment.fulfilment (location, status, due_at);
create index fulfilment_order on fulfilment.fulfilment (order_id);

create schema shipping;
create table shipping.parcel (
  id uuid primary key,
  order_id uuid not null,
  fulfilment_id uuid not null,
  location text not null,
  delivery int not null,
  kind text not null default 'parcel' check (kind in ('parcel', 'tote')),
  status text not null,
  carrier text,
  product text,
  barcode text,
  tracking_url text,
  weight_grams int not null default 0,
  problem text,
  manifest_id uuid,
  load_id uuid,
  packed_at timestamptz not null,
  shipped_at timestamptz,
  delivered_at timestamptz
);
create index parcel_work on shipping.parcel (location, status);
create index parcel_order on shipping.parcel (order_id);
create unique index parcel_barcode on shipping.parcel (carrier, barcode) where barcode is not null;
-- Labels hold an address: personal data with a retention of its own.
create table shipping.label (
  parcel_id uuid not null,
  format text not null check (format in ('pdf', 'zpl')),
  content bytea not null,
  created_at timestamptz not null default now(),
  primary key (parcel_id, format)
);
create table shipping.manifest (
  id uuid primary key,
  location text not null,
  carrier text not null,
  closed_at timestamptz not null,
  closed_by text not null,
  parcels int not null
);
create table shipping.load (
  id uuid primary key,
  code text not null unique,
  origin text not null,
  destination text not null,
  status text not null,
  handed_at timestamptz,
  received_at timestamptz
);
create index load_destination on shipping.load (destination, status);

create schema payments;
-- Intents to move money and how they went; the truth is in the journal, this is the work list of the worker and the screens.
create table payments.intent (
  id uuid primary key,
  order_id uuid not null,
  payment_id uuid not null,
  kind text not null check (kind in ('capture', 'refund', 'release')),
  amount bigint not null,
  status text not null check (status in ('pending', 'done', 'failed')),
  attempts int not null default 0,
  ref text,
  reason text,
  requested_at timestamptz not null,
  settled_at timestamptz
);
create index intent_open on payments.intent (requested_at) where status = 'pending';
create index intent_order on payments.intent (order_id);

create schema returns;
create table returns.return (
  id uuid primary key,
  order_id uuid not null,
  location text not null,
  status text not null,
  units int not null,
  received_at timestamptz not null
);
create index return_order on returns.return (order_id);

create schema inventory;
create table inventory.task (
  id uuid primary key,
  kind text not null,
  location text not null,
  sku text,
  order_id uuid,
  detail text not null,
  created_at timestamptz not null,
  done_at timestamptz,
  done_by text
);
create index task_open on inventory.task (location, kind) where done_at is null;
-- Where a short put a location out of the running for a SKU, and until when.
create table sourcing.exclusion (
  sku text not null,
  location text not null,
  until timestamptz not null,
  reason text not null,
  primary key (sku, location)
);
