-- What came in of an expected receipt is a document as well: how much of it was damaged. The follower reads the journal once more from its beginning.
alter table availability.document add column damaged bigint not null default 0;
update kernel.follower set xid = '0', position = 0 where name = 'availability history';
