-- Free goods on their way in a load, beside what it brings for orders.
alter table shipping.load add column goods int not null default 0;

-- What one location asked another to send, or means to send it: products with how many were asked and sent so far.
create table fulfilment.transfer (
  id uuid primary key,
  origin text not null,
  destination text not null,
  status text not null check (status in ('open', 'sent', 'closed')),
  -- [{ sku, asked, sent }], in the order asked.
  lines json not null,
  note text,
  asked_by text not null,
  asked_at timestamptz not null,
  ended_at timestamptz,
  version int not null default 1
);
create index transfer_origin on fulfilment.transfer (origin, id) where status = 'open';
create index transfer_destination on fulfilment.transfer (destination, id) where status = 'open';
