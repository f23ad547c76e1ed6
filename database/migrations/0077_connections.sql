-- How calls to each outside system went, so that somebody sees at a glance what works, since when something does not, and why.

create schema work;

create table work.connection (
  -- The kind and code of a system, such as carrier-postnl.
  system text primary key,
  last_success_at timestamptz,
  last_error_at timestamptz,
  last_error text,
  -- Since when no call succeeded; null while the last one did.
  failing_since timestamptz,
  -- Failed calls in a row.
  failures int not null default 0
);

-- The last errors of a system; the same sentence several times within a few seconds is one row.
create table work.connection_error (
  system text not null,
  id bigint generated always as identity,
  at timestamptz not null,
  operation text not null,
  sentence text not null,
  times int not null,
  primary key (system, id)
);

-- What waits, in the order it came, per channel and for the mail server.
create index message_open on intake.message (channel, received_at, id) where state in ('received', 'failed');
create index message_unsent on notifications.message (created_at, id) where state in ('queued', 'failed');
