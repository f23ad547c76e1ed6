-- What a store's people ask all day: where a product lies, what is open here, what left with which manifest.

-- Where a SKU lies in a location, as its people name the place: "B-12-3".
create table inventory.place (
  location text not null,
  sku text not null,
  place text not null check (char_length(place) between 1 and 50),
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (location, sku)
);

-- Open work is a few rows per location; without these it is looked for among all that ever was.
create index fulfilment_put_back on fulfilment.fulfilment (location) where put_back > 0;
create index return_open on returns.return (location, received_at) where status = 'received';
create index unit_in_transfer on books.unit (holder_id) where stage = 'in_transfer';

-- A parcel's short name for people (L1, L2 …), as its event gave it.
alter table shipping.parcel add column number text;
update shipping.parcel p set number = e.body::json -> 'data' ->> 'number'
  from books.event e where e.stream_id = p.order_id and e.type = 'ParcelPacked' and e.body::json -> 'data' ->> 'parcel' = p.id::text;
create index parcel_manifest on shipping.parcel (manifest_id) where manifest_id is not null;
create index parcel_found on shipping.parcel (barcode) where barcode is not null;

-- A closed handover keeps what was announced for it, what stayed behind, and who signed.
alter table shipping.manifest add column announced int, add column stayed uuid[] not null default '{}', add column signature text, add column signed_by text;
update shipping.manifest set announced = parcels;
alter table shipping.manifest alter column announced set not null;
create index manifest_list on shipping.manifest (location, closed_at desc, id desc);
