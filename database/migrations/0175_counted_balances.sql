-- When a shelf was last counted, on its balance: what is sold from it and what is counted are settled against each other where both write.
alter table books.stock_balance add column counted_at timestamptz;
update books.stock_balance s set counted_at = c.counted_at
from (select sku, location, max(counted_at) as counted_at from inventory.counted group by sku, location) c
where c.sku = s.sku and c.location = s.location and s.state = 'sellable';

-- How often a product was reserved at a store without payment: who saw another turn than there is looks again at how many are reserved.
create table orders.reservation_turn (
  location text not null,
  sku text not null,
  turn bigint not null default 0,
  primary key (location, sku)
);
