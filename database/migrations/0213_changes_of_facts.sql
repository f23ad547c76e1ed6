-- How master data was is written down when a fact changes, and not with each version: what is not written down since then was as it is today. Where rows
-- were changed before that was so, an earlier moment is known as far as their versions reach; no row: from the beginning.
create table documents.former_known (since timestamptz primary key);
insert into documents.former_known
select now() where exists (select 1 from catalogue.variant where version > 1) or exists (select 1 from locations.location where version > 1) or exists (select 1 from channels.channel where version > 1);
