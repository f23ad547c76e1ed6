-- The ERP: documents made from the journal, sent in order per subject; and where its stock differs from ours.

-- The last number given per legal entity and kind. One follower gives them, in the transaction that writes the document, so there are no gaps.
create table feed.document_number (
  legal_entity text not null,
  kind text not null check (kind in ('invoice', 'credit_note')),
  last bigint not null,
  primary key (legal_entity, kind)
);

create table feed.erp_document (
  id text primary key,
  -- The order in which documents were made, over all subjects.
  position bigint generated always as identity,
  subject text not null,
  sequence int not null check (sequence > 0),
  kind text not null,
  number text,
  -- Text, because a document is sent byte for byte the same each time.
  body text not null,
  stream_id uuid not null,
  seq int not null,
  state text not null default 'pending' check (state in ('pending', 'accepted', 'refused', 'settled')),
  attempts int not null default 0,
  ref text,
  code text,
  reason text,
  settled_by text,
  created_at timestamptz not null,
  sent_at timestamptz,
  unique (subject, sequence)
);
create unique index erp_document_number on feed.erp_document (kind, number) where number is not null;
create index erp_document_pending on feed.erp_document (position) where state = 'pending';
create index erp_document_refused on feed.erp_document (subject) where state = 'refused';
create index erp_document_event on feed.erp_document (stream_id, seq);
create index erp_document_list on feed.erp_document (state, position);

create function feed.erp_document_stays() returns trigger language plpgsql as $$
begin
  raise exception 'document % is immutable', old.id using errcode = 'SP002';
end $$;
create trigger erp_document_stays before update on feed.erp_document for each row
  when (old.body is distinct from new.body or old.number is distinct from new.number or old.sequence is distinct from new.sequence or old.subject is distinct from new.subject)
  execute function feed.erp_document_stays();
create trigger erp_document_kept before delete on feed.erp_document for each row execute function feed.erp_document_stays();

-- What the ERP counts when it has booked every stock journal made so far: kept with the journals, so that a report is compared without a race.
create table feed.erp_stock (
  sku text not null,
  location text not null,
  state text not null,
  quantity bigint not null,
  primary key (sku, location, state)
);

create table feed.stock_report (
  id text primary key,
  at timestamptz not null,
  includes int not null,
  rows int not null,
  read_at timestamptz not null
);
create table feed.stock_difference (
  id uuid primary key,
  report_id text not null references feed.stock_report (id),
  sku text not null,
  location text not null,
  state text not null,
  reported bigint not null,
  -- Our movements after the last journal that the report includes.
  later bigint not null,
  ours bigint not null,
  difference bigint not null check (difference = reported + later - ours and difference <> 0),
  status text not null default 'open' check (status in ('open', 'booked', 'superseded')),
  found_at timestamptz not null,
  booked_at timestamptz,
  booked_by text
);
create unique index stock_difference_open on feed.stock_difference (location, sku, state) where status = 'open';

-- One worker at a time for each kind of outside work; `not_before` holds it back while the other side is away.
create table feed.lease (
  name text primary key,
  owner text,
  until timestamptz,
  not_before timestamptz,
  failures int not null default 0,
  reason text
);
