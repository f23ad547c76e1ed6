-- One row per SKU, list and currency whose prices were changed: two people who change them at once cannot undo each other's change.
create table catalogue.price_series (
  -- SKU, list and currency, parted by blanks, which none of them has.
  id text primary key,
  periods int not null,
  version int not null,
  updated_at timestamptz not null
);
-- The price lists there are, without reading every price.
create index price_by_list on catalogue.price (list, currency, sku, valid_from);
drop index catalogue.price_list;
-- Which bundles a SKU is a part of.
create index bundle_component_sku on catalogue.bundle_component (sku);
