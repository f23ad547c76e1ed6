-- The correction that took over a figure of the ERP: a report that is read before the ERP's copy has followed it does not show the difference again.
alter table feed.stock_difference add column correction uuid;
create index stock_difference_booked on feed.stock_difference (correction) where correction is not null;
