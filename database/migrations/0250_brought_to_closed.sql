-- What was brought to a store, or is on its way there: asked for where that store was closed since.
create index fulfilment_brought on fulfilment.fulfilment (destination) where destination is not null and status in ('in_transfer', 'arrived', 'ready');
