-- What people must decide, in one place: who is on it, and indexes so that each queue is read oldest first without looking at what is done.
create schema queues;

-- Who has taken something on, or was given it.
create table queues.assignment (
  queue text not null,
  -- As it is named on the wire.
  item text not null,
  person uuid not null,
  assigned_by text not null,
  assigned_at timestamptz not null,
  primary key (queue, item)
);
create index assignment_person on queues.assignment (person, queue);

create index hold_oldest on orders.hold (placed_at, id) where released_at is null;
create index refund_request_oldest on orders.refund_request (requested_at, id) where state = 'waiting';
create index task_oldest on inventory.task (created_at, id) where done_at is null;
create index stock_difference_oldest on feed.stock_difference (found_at, id) where status = 'open';
create index erp_document_refused_oldest on feed.erp_document (created_at, id) where state = 'refused';
create index message_failed on intake.message (received_at, id) where state = 'failed';
create index quarantine_oldest on intake.quarantine (opened_at, id) where state = 'open';

-- An event that a follower could not take, which somebody wants tried again: its follower looks for these.
alter table kernel.dead_letter add column retry_asked_at timestamptz;
create index dead_letter_oldest on kernel.dead_letter (failed_at) where resolved_at is null;
create index dead_letter_asked on kernel.dead_letter (follower, retry_asked_at) where resolved_at is null and retry_asked_at is not null;
