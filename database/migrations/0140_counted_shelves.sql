-- When each shelf was counted: a sale that happened before a count which is booked already leaves the balance as it was counted.
create table inventory.counted (
  stream_id uuid not null,
  entry int not null,
  sku text not null,
  location text not null,
  counted_at timestamptz not null,
  primary key (stream_id, entry)
);
create index counted_shelf on inventory.counted (sku, location, counted_at);
insert into inventory.counted (stream_id, entry, sku, location, counted_at)
select e.stream_id, (l.n - 1)::int, l.line ->> 'sku', e.body #>> '{data,location}', (e.body ->> 'occurredAt')::timestamptz
from (select stream_id, body::json as body from books.event where type = 'StockCounted') e, json_array_elements(e.body #> '{data,lines}') with ordinality l(line, n);
