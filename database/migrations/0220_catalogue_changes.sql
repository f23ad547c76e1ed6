-- Which products became other ones to what may be sold of them, so that channels are told within a second: a row per product, at its last change.

create sequence catalogue.variant_turned_position;

create table catalogue.variant_turned (
  sku text primary key,
  xid xid8 not null,
  position bigint not null
);
create index variant_turned_order on catalogue.variant_turned (xid, position);

-- By a trigger, so that whoever writes the row (a screen, an import, a repair by hand) is seen.
create function catalogue.note_variant() returns trigger language plpgsql as $$
begin
  insert into catalogue.variant_turned (sku, xid, position) values (new.sku, pg_current_xact_id(), nextval('catalogue.variant_turned_position'))
  on conflict (sku) do update set xid = excluded.xid, position = excluded.position;
  return null;
end $$;
create trigger variant_noted after update on catalogue.variant for each row
  when ((old.kind, old.tags, old.active, old.backorder, old.released_on) is distinct from (new.kind, new.tags, new.active, new.backorder, new.released_on))
  execute function catalogue.note_variant();

-- Up to which change each channel was told.
create table intake.catalogue_seen (
  channel text primary key,
  xid xid8 not null,
  position bigint not null
);
