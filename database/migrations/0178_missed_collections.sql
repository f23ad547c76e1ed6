-- When the promise of work that is not packed must be looked at next: as the collection that it should leave with passes.
alter table fulfilment.fulfilment add column look_at timestamptz;
update fulfilment.fulfilment set look_at = due_at where kind in ('ship', 'transfer') and status in ('assigned', 'picking', 'picked') and not on_hold;
create index fulfilment_look_at on fulfilment.fulfilment (look_at) where look_at is not null;
