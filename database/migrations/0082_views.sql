-- Lists as people saved them: filters, columns and order under a name, one's own or a team's.

create schema office;
create table office.view (
  id uuid primary key,
  list text not null,
  name text not null,
  -- The account that made it.
  owner text not null,
  owner_name text not null,
  -- Who sees it besides its owner: the accounts of a role, or everyone of the office; null is nobody.
  team text,
  definition json not null,
  version int not null default 1,
  updated_at timestamptz not null
);
create index view_owner on office.view (owner, list);
create index view_team on office.view (team, list) where team is not null;
