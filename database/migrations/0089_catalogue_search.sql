-- Finding products and variants by the beginnings of words of what they are called, over a hundred thousand of them.

create index product_words on catalogue.product using gin (to_tsvector('simple'::regconfig, translate(code || ' ' || name || ' ' || coalesce(brand, ''), '-._/', '    ')));
create index variant_words on catalogue.variant using gin (to_tsvector('simple'::regconfig, translate(sku || ' ' || name, '-._/', '    ')));
create index variant_sku_prefix on catalogue.variant (lower(sku) text_pattern_ops);
