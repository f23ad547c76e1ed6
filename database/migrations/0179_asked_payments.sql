-- Payments that a change of delivery asked for and that did not come yet: until when the change waits for them.
create table orders.asked_payment (
  order_id uuid primary key,
  until timestamptz not null
);
create index asked_payment_until on orders.asked_payment (until);
