-- People and their sessions (kept by better-auth, whose columns these are), what each may do, and failed attempts to sign in.

alter table identity.api_key add column created_by text not null default 'spil';
alter table identity.api_key add column version int not null default 1;
create index api_key_made on identity.api_key (created_at, id);

create table identity.person (
  id uuid primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table identity.session (
  id uuid primary key,
  person_id uuid not null references identity.person (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_person on identity.session (person_id);
create table identity.account (
  id uuid primary key,
  person_id uuid not null references identity.person (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  -- scrypt, with its salt; absent where somebody signs in another way.
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index account_person on identity.account (person_id);
create table identity.verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier on identity.verification (identifier);

-- What a person may do. Without a row: nothing.
create table identity.appointment (
  person_id uuid primary key references identity.person (id) on delete cascade,
  roles text[] not null,
  -- Null is all locations.
  locations text[],
  active boolean not null default true,
  version int not null default 1
);

-- Wrong passwords per subject (a hash of e-mail address and network address, or of the e-mail address alone) within a window.
create table identity.failed_attempt (
  subject text primary key,
  failures int not null,
  since timestamptz not null
);
