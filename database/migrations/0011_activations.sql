-- Which version of a setting was in force when, and who brought it into force; "one click back" reads it.

create table documents.activation (
  id uuid primary key,
  kind text not null,
  name text not null,
  -- Null: none is in force from here on.
  version int,
  at timestamptz not null,
  by text not null
);
create index activation_of on documents.activation (kind, name, at desc, id desc);
