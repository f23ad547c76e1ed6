-- Messages to customers: what was told, in which language, and whether it arrived. Made by a follower of the journal, sent by a worker.

create schema notifications;
create table notifications.message (
  -- Derived from the event and the kind, so that an event is told once; a message that people send again has an id of its own.
  id uuid primary key,
  position bigint generated always as identity,
  order_id uuid not null,
  event_seq int not null,
  kind text not null,
  language text not null,
  -- The contact version it goes to; its address is read when it is sent, so that an erased one is not written to.
  contact_id uuid,
  state text not null check (state in ('queued', 'sent', 'refused', 'failed')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  -- The sender as it was: the Message-ID is made of it, and must be the same on every try.
  sender json not null,
  subject text not null,
  -- Personal data: erased after their term, or with the person.
  html text,
  plain text,
  -- The mail server's reference, and why it was not sent.
  ref text,
  reason text,
  resent_of uuid,
  created_by text not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  erased_at timestamptz
);
create index message_order on notifications.message (order_id, position);
create index message_due on notifications.message (next_attempt_at, position) where state = 'queued';
create index message_queued on notifications.message (order_id, position) where state = 'queued';
create index message_contact on notifications.message (contact_id) where contact_id is not null;
create index message_kept on notifications.message (created_at) where html is not null;
