-- What the workers of outside calls remember: payments that were told of before their order, tasks for finance, labels being asked for, parcels being followed.

-- A payment that a webhook named. It stays until its facts are booked: the paid webhook may come before the order.
create table payments.notice (
  operator text not null,
  ref text not null,
  received_at timestamptz not null,
  primary key (operator, ref)
);
create index notice_age on payments.notice (received_at);

-- What finance must look at: a refund that failed for good, an authorisation about to lapse, money taken back.
create table payments.task (
  id uuid primary key,
  kind text not null check (kind in ('refund_failed', 'authorisation_expiring', 'operator_missing', 'charged_back', 'overpaid')),
  order_id uuid not null,
  payment_id uuid,
  detail text not null,
  created_at timestamptz not null,
  done_at timestamptz,
  done_by text
);
create index payment_task_open on payments.task (created_at, id) where done_at is null;
create index payment_task_order on payments.task (order_id);

-- One row per parcel whose label is or was asked for. The barcode is kept for the retry, so that the parcel is announced once;
-- the lease lets one process ask at a time.
create table shipping.announcement (
  parcel_id uuid primary key,
  carrier text not null,
  barcode text,
  state text not null default 'trying' check (state in ('trying', 'announced', 'refused', 'unused')),
  attempts int not null default 0,
  reason text,
  leased_by uuid,
  leased_until timestamptz,
  updated_at timestamptz not null
);

-- Until when a carrier's news was read, and what was seen of each parcel ("moment code").
create table shipping.tracking (
  carrier text primary key,
  until timestamptz not null
);
create table shipping.tracked (
  parcel_id uuid primary key,
  seen text[] not null,
  checked_at timestamptz not null
);

-- When each timer last ran, so that of several processes one runs it.
create table kernel.timer (
  name text primary key,
  ran_at timestamptz not null
);
