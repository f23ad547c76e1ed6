-- Which count was asked for at a past moment because a product was not found.
create index task_counts on inventory.task (location, sku, created_at) where kind = 'count' and sku is not null;
