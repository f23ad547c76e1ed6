-- Who was told that a receipt they wait for did not come on its day: once for each day that was said.

create table orders.overdue_told (
  order_id uuid not null,
  receipt uuid not null,
  sku text not null,
  expected_on date not null,
  primary key (order_id, receipt, sku, expected_on)
);

create index expected_line_day on inventory.expected_line (expected_on) where outstanding > 0;
