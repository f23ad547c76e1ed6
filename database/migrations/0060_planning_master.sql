-- The master data that plans were made from, each different state once: with a decision's inputs it makes the same plan again, whatever changed since.
create table sourcing.master (
  -- Of the text of the body.
  hash text primary key,
  body text not null,
  first_epoch bigint not null,
  kept_at timestamptz not null default now()
);
