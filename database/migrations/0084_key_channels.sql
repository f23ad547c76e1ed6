-- A key of a sales channel may be bound to its own channels: it then sees and brings no order of another. Null is all.
alter table identity.api_key add column channels text[];
