-- An order's work and payments are asked for by order after all: by the stream to the screens and by the company's page.
create index fulfilment_order on fulfilment.fulfilment (order_id);
create index payment_order on books.payment (order_id);
