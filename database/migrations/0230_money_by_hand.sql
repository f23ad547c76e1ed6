-- Two more things for finance: money that a person has to hand over, and what was sold for less than staff may give.
alter table payments.task drop constraint task_kind_check;
alter table payments.task add constraint task_kind_check check (kind in ('refund_failed', 'authorisation_expiring', 'operator_missing', 'charged_back', 'overpaid', 'payout', 'give_back', 'below_list'));
