-- Money given by hand that somebody else must agree to: the list that finance works through. Folded from the journal.
create table orders.refund_request (
  id uuid primary key,
  order_id uuid not null,
  amount bigint not null check (amount > 0),
  currency char(3) not null,
  reason text not null,
  note text,
  state text not null check (state in ('waiting', 'approved', 'declined')),
  requested_by text not null,
  requested_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  decision_note text
);
create index refund_request_waiting on orders.refund_request (id) where state = 'waiting';
create index refund_request_order on orders.refund_request (order_id);

-- What goes beyond the money of an order is paid outside it, by hand.
alter table payments.task drop constraint task_kind_check;
alter table payments.task add constraint task_kind_check check (kind in ('refund_failed', 'authorisation_expiring', 'operator_missing', 'charged_back', 'overpaid', 'payout'));
