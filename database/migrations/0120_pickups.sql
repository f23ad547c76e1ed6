-- Pickups that wait for their customer: until which day, and when something is done about them next (a reminder, or the end).
create table fulfilment.pickup (
  order_id uuid not null,
  delivery int not null,
  location text not null,
  until date not null,
  expires_at timestamptz,
  next_at timestamptz,
  primary key (order_id, delivery)
);
create index pickup_next on fulfilment.pickup (next_at) where next_at is not null;
create index pickup_location on fulfilment.pickup (location);

-- Goods that nobody waits for any more and that lie picked somewhere, until they are put back on the shelf.
create table fulfilment.put_back (
  fulfilment_id uuid not null,
  line int not null,
  location text not null,
  order_id uuid not null,
  sku text not null,
  quantity int not null check (quantity > 0),
  primary key (fulfilment_id, line, location)
);
create index put_back_location on fulfilment.put_back (location);
create index put_back_order on fulfilment.put_back (order_id);
