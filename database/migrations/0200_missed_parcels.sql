-- Parcels that lie packed and were not handed over miss their collection too: an hour after it they are looked at, as the work that is not packed is.
update fulfilment.fulfilment set look_at = due_at + interval '1 hour' where kind = 'ship' and status = 'packed' and not on_hold and look_at is null and due_at is not null;
