-- Each index costs every capture; these are the ones that nothing reads: ids are made in the order of time, and the journal names what belongs to an order.
drop index orders.order_list;
drop index orders.order_recent;
create index order_list on orders.order (status, id);
drop index fulfilment.fulfilment_order;
drop index books.payment_order;
drop index sourcing.decision_order;
drop index customers.contact_customer;
create index contact_customer on customers.contact (customer) where customer is not null;
drop index books.unit_stock;
create index unit_stock on books.unit (sku, location) where stage in ('allocated', 'picked', 'packed', 'in_transfer', 'ready');
drop index kernel.idempotency_created;
create index idempotency_created on kernel.idempotency using brin (created_at);
