-- Devices of a store, which live on after signing out; the PINs by which its people switch on them; and each person's language.

create table identity.device (
  id uuid primary key,
  name text not null,
  -- SHA-256 of the secret in its cookie: 256 bits of chance, so that it needs no slow hash.
  hash bytea not null unique,
  locations text[] not null,
  enrolled_by uuid not null references identity.person (id) on delete cascade,
  enrolled_at timestamptz not null,
  last_seen_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by text
);

-- A PIN opens nothing without a device's cookie, whose secret is kept nowhere.
create table identity.pin (
  person_id uuid primary key references identity.person (id) on delete cascade,
  -- scrypt, with its salt.
  hash text not null,
  set_at timestamptz not null
);

-- A session on a device ends with the device; one by PIN is worth the rights of a store only.
alter table identity.session add column device_id uuid references identity.device (id) on delete cascade;
alter table identity.session add column by_pin boolean not null default false;
create index session_device on identity.session (device_id) where device_id is not null;

alter table identity.person add column language text check (language in ('nl', 'en'));
create index appointment_locations on identity.appointment using gin (locations);
