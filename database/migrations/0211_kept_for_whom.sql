-- By which receipt goods were kept back, and how many of them for orders that no receipt was promised to: goods that are kept for an order are not
-- counted once more as what that order waits for, now or at a past moment. What was written down before says neither.
alter table books.kept_back_entry add column cause uuid, add column others bigint not null default 0;
-- Orders that waited at a past moment are found by what changed of them since.
create index claim_entry_wanted on availability.claim_entry (sku, recorded_at) where state = 'wanted';
