-- What channels are told: events of their orders, and stock figures. Each channel works on its own rows, so that one's outage stops no other.

create table intake.notice (
  order_id uuid not null,
  seq int not null,
  kind text not null check (kind in ('shipment', 'cancel', 'ready')),
  channel text not null,
  state text not null default 'due' check (state in ('due', 'done', 'refused')),
  attempts int not null default 0,
  next_at timestamptz not null,
  reason text,
  ref text,
  settled_at timestamptz,
  primary key (order_id, seq, kind)
);
create index notice_due on intake.notice (channel, next_at, order_id, seq) where state = 'due';

-- SKUs whose figure may have changed since a channel was last told. `marked` tells whether it changed again while the channel was being told.
create table intake.stock_due (
  channel text not null,
  sku text not null,
  marked bigint generated always as identity,
  next_at timestamptz not null,
  attempts int not null default 0,
  primary key (channel, sku)
);
create index stock_due_next on intake.stock_due (channel, next_at);

-- What a channel was last told, and what it answered.
create table intake.channel_stock (
  channel text not null,
  sku text not null,
  -- Null where the channel never took a figure.
  told int,
  asked int not null,
  reason text,
  told_at timestamptz not null,
  primary key (channel, sku)
);
