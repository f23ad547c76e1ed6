-- What was due and failed: put aside, so that it keeps nobody waiting, and tried again at growing intervals until it succeeds; the row goes then.
create table kernel.due_failure (
  work text not null,
  -- An order, a product, a receipt: what the work does one by one.
  subject text not null,
  attempts int not null,
  error text not null,
  failed_at timestamptz not null,
  tried_at timestamptz not null,
  next_at timestamptz not null,
  primary key (work, subject)
);
create index due_failure_next on kernel.due_failure (work, next_at);
create index due_failure_since on kernel.due_failure (failed_at);
-- Exclusions are looked at as they end.
create index exclusion_until on sourcing.exclusion (until);
