-- Finding everything of a person for their erasure and their history, and the record that it was erased.

create index contact_email on customers.contact (lower(data ->> 'email')) where erased_at is null;
create unique index customer_guest on customers.customer (channel, lower(email)) where external_id is null and email is not null;
create table customers.erasure (
  id uuid primary key,
  customer uuid not null,
  at timestamptz not null,
  by text not null,
  reason text not null,
  -- Which tables were gone through.
  places text[] not null
);
create index erasure_customer on customers.erasure (customer);
