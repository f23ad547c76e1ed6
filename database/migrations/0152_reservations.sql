-- Reservations without payment: until when each holds its goods, and what is due of it next.
create table orders.reservation (
  order_id uuid primary key,
  location text not null,
  until timestamptz not null,
  -- The next moment at which something happens by itself (a reminder, the end); null once it has ended.
  next_at timestamptz,
  state text not null check (state in ('open', 'bought', 'ended'))
);
create index reservation_next on orders.reservation (next_at) where next_at is not null;
create index reservation_location on orders.reservation (location, until) where state = 'open';
-- Places for reservations that one customer, or one address on the internet, may have open at a time; whoever finds the last one taken is refused.
-- The subject is a digest with the installation's secret; rows go with the reservation.
create table orders.reservation_place (
  subject text not null,
  n int not null,
  order_id uuid not null,
  primary key (subject, n)
);
create index reservation_place_order on orders.reservation_place (order_id);
