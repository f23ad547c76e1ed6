-- One person who is several customers: channels number them apart, and people order with two e-mail addresses. Merging says so, and can be taken back.

alter table customers.customer add column merged_into uuid;
create index customer_merged on customers.customer (merged_into) where merged_into is not null;
create table customers.merging (
  id uuid primary key,
  -- Who stays, and who was merged into them.
  customer uuid not null,
  merged uuid not null,
  at timestamptz not null,
  by text not null,
  undone_at timestamptz,
  undone_by text
);
create index merging_customer on customers.merging (customer);
create index merging_merged on customers.merging (merged);
-- That somebody's data were given out: to whom of us, and when; what was in it is not kept.
create table customers.export (
  id uuid primary key,
  customer uuid not null,
  at timestamptz not null,
  by text not null
);
create index export_customer on customers.export (customer);
