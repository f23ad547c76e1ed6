-- Customers are linked to their contact versions by a reaction, not in the capture: an order finds its customer through its contact.
drop index orders.order_customer;
alter table orders.order drop column customer_id;
create index order_contact on orders.order (contact_id);
