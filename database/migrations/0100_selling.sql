-- What channels may sell by rules: under which rules a channel was last told, and comparisons of what channels have with what they should have.

create table intake.channel_rules (
  channel text primary key,
  -- Hash of the rules and the locations they are about; another one means that any figure may be another.
  rules text not null,
  since timestamptz not null
);

create table intake.stock_comparison (
  id uuid primary key,
  channel text not null,
  asked_at timestamptz not null,
  asked_by text not null,
  -- False: differences are reported and left.
  correct boolean not null,
  -- The last SKU that was compared; SKUs are compared in this order.
  upto text not null default '',
  compared int not null default 0,
  different int not null default 0,
  -- SKUs of which the channel did not say what it has.
  unread int not null default 0,
  finished_at timestamptz,
  problem text,
  next_at timestamptz not null,
  attempts int not null default 0
);
create index stock_comparison_of on intake.stock_comparison (channel, asked_at desc, id desc);
create unique index stock_comparison_open on intake.stock_comparison (channel) where finished_at is null;

create table intake.stock_comparison_line (
  comparison uuid not null,
  sku text not null,
  -- What the channel said it had; null where it cannot be read.
  had int,
  -- What it was last told; null where that is not known.
  told int,
  should int not null,
  -- set, left, refused or unread.
  outcome text not null,
  reason text,
  primary key (comparison, sku)
);
