-- The customer's page: which links of an order still work, and how often somebody tried without one.

create schema selfservice;
-- A row only where links were withdrawn: those of an earlier version stop working.
create table selfservice.link (
  order_id uuid primary key,
  version int not null,
  revoked_at timestamptz not null,
  revoked_by text not null
);
-- Wrong links and requests for a new one, by a digest of the address or e-mail they came from.
create table selfservice.attempt (
  subject text primary key,
  count int not null,
  since timestamptz not null
);
create index attempt_since on selfservice.attempt (since);
-- Customers know the number of the shop, not ours.
create index order_external_number on orders.order (external_number) where external_number is not null;
