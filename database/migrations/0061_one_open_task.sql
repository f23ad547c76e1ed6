-- A location is asked once to count a product, however often the need for it shows; and tasks are listed by key.
create unique index task_once on inventory.task (kind, location, sku) where done_at is null and sku is not null;
create index task_list on inventory.task (id) where done_at is null;
