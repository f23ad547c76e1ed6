-- VAT rates of the Netherlands, Belgium and Germany since each last changed; a retailer adds others over the API.
-- Sources: Wet op de omzetbelasting 1968, art. 9 (NL); Koninklijk Besluit nr. 20 of 20 July 1970 (BE); Umsatzsteuergesetz § 12, and § 28 (1) and (2) for the second half of 2020 (DE).

insert into catalogue.vat_rate (country, class, valid_from, rate) values
  ('NL', 'standard', '2001-01-01', 190000), ('NL', 'standard', '2012-10-01', 210000),
  ('NL', 'reduced', '1986-10-01', 60000), ('NL', 'reduced', '2019-01-01', 90000),
  ('NL', 'zero', '1969-01-01', 0),
  ('BE', 'standard', '1996-01-01', 210000),
  ('BE', 'intermediate', '1996-01-01', 120000),
  ('BE', 'reduced', '1996-01-01', 60000),
  ('BE', 'zero', '1971-01-01', 0),
  ('DE', 'standard', '2007-01-01', 190000), ('DE', 'standard', '2020-07-01', 160000), ('DE', 'standard', '2021-01-01', 190000),
  ('DE', 'reduced', '1983-07-01', 70000), ('DE', 'reduced', '2020-07-01', 50000), ('DE', 'reduced', '2021-01-01', 70000),
  ('DE', 'zero', '2023-01-01', 0);

create index price_list on catalogue.price (list, sku);
