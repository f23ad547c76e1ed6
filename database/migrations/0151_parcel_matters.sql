-- Parcels that did not simply arrive: what became of each, and whether somebody must decide about it.
create table shipping.matter (
  parcel_id uuid primary key,
  order_id uuid not null,
  -- refused, unclaimed, not_home, wrong_address, damaged, returning, lost, delivered_after_all
  kind text not null,
  state text not null check (state in ('open', 'claimed', 'done')),
  -- Whether a person must decide; the others go their way by the retailer's policy.
  ask boolean not null,
  since timestamptz not null,
  claim text
);
create index matter_open on shipping.matter (since, parcel_id) where ask and state <> 'done';
create index matter_order on shipping.matter (order_id);
-- How long a pickup point keeps a parcel, and when its customer is reminded.
alter table shipping.parcel add column keep_until date;
alter table shipping.parcel add column remind_at timestamptz;
create index parcel_remind on shipping.parcel (remind_at) where remind_at is not null;
