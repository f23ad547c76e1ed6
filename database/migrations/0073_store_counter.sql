-- What a store's counter and stock room ask for: sessions of counting, and lists of returns and loads.

-- A count that several people and devices work on. Its entries are a log: scans count once by their own id, and its end is its last entry,
-- so that the key of the log decides whether a scan was in time.
create table inventory.count_session (
  id uuid primary key,
  location text not null,
  scope jsonb not null,
  status text not null default 'open' check (status in ('open', 'closed', 'abandoned')),
  started_at timestamptz not null,
  started_by text not null,
  ended_at timestamptz,
  ended_by text
);
create index count_session_list on inventory.count_session (location, id);
create index count_session_open on inventory.count_session (location, id) where status = 'open';
create table inventory.count_entry (
  session_id uuid not null,
  seq int not null,
  kind text not null check (kind in ('scan', 'closed', 'abandoned')),
  scan text,
  sku text,
  -- Taken back is negative; 0 says that none is there, which is not the same as not counted.
  quantity int,
  at timestamptz not null,
  by text not null,
  primary key (session_id, seq),
  check ((kind = 'scan') = (scan is not null and sku is not null and quantity is not null))
);
create unique index count_entry_scan on inventory.count_entry (session_id, scan) where scan is not null;

create index return_list on returns.return (location, id);
create index load_origin on shipping.load (origin, status);
