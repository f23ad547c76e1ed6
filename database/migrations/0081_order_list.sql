-- The office's list of orders: what is late, who works on it, what is held. Each index is partial, so that an order that is done costs nothing.

alter table orders.order
  -- The earliest moment at which something that is still here must leave, or was promised to be there.
  add column due_at timestamptz,
  -- Locations that have units of it now.
  add column locations text[] not null default '{}';

with busy as (
  select order_id, array_agg(distinct location collate "C" order by location collate "C") filter (where location <> '' and stage in ('allocated', 'picked', 'packed', 'in_transfer', 'ready')) as locations
  from books.unit where stage in ('open', 'waiting', 'allocated', 'picked', 'packed', 'in_transfer', 'ready') group by order_id
)
update orders.order o set
  locations = coalesce(busy.locations, '{}'),
  due_at = least(
    (select min(f.due_at) from fulfilment.fulfilment f where f.order_id = o.id and exists (
      select 1 from books.unit u left join shipping.parcel p on p.id = u.holder_id
      where u.order_id = o.id and ((u.stage in ('allocated', 'picked') and u.holder_id = f.id) or (u.stage = 'packed' and p.fulfilment_id = f.id)))),
    (select min(d.promised_by) from orders.delivery d where d.order_id = o.id and exists (
      select 1 from books.unit u where u.order_id = o.id and u.delivery = d.delivery and u.stage in ('open', 'waiting', 'allocated', 'picked', 'packed', 'in_transfer'))))
from busy where busy.order_id = o.id;

create index order_held on orders.order (id) where on_hold;
create index order_due on orders.order (due_at, id) where due_at is not null;
create index order_tagged on orders.order using gin (tags) where tags <> '{}';
create index order_located on orders.order using gin (locations) where locations <> '{}';
create index order_placed on orders.order using brin (placed_at) with (pages_per_range = 32, autosummarize = on);
