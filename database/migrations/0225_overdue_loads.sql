-- When a load with orders' goods is expected at its destination, when somebody looks whether it came, and since when it is overdue.
alter table shipping.load add column expected_at timestamptz, add column look_at timestamptz, add column overdue_since timestamptz;
create index load_look on shipping.load (look_at) where look_at is not null;
