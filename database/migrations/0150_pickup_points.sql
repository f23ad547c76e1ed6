-- Pickup points as their carriers described them last: for the label, and to tell customers where their parcel lies and when that place is open.
create table shipping.pickup_point (
  carrier text not null,
  id text not null,
  network text,
  name text not null,
  address jsonb not null,
  latitude double precision not null,
  longitude double precision not null,
  hours jsonb not null,
  seen_at timestamptz not null,
  primary key (carrier, id)
);
