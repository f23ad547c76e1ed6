/** What rules of selling read at a past moment: the rules in force, the locations, the channels and the product as they were then. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { formerThen } from '../documents/index.ts';
import { dayIn } from '../locations/index.ts';
import type { Location } from '../locations/index.ts';
import { SELLING_KIND, sellingOfDocument, strategyOf } from '../sourcing/index.ts';
import type { Master, SellingProduct } from '../sourcing/index.ts';

// Versions never change, and every activation is written down.
const RULES = `
select d.kind, d.name, d.version, d.body from (
  select distinct on (kind, name) kind, name, version from documents.activation where kind = any($1) and at <= $2 order by kind, name, at desc, id desc) a
join documents.document d on d.kind = a.kind and d.name = a.name and d.version = a.version order by (d.body ->> 'priority')::int nulls last, d.name`;

const LOCATIONS = `select l.code, f.facts from locations.location l, ${formerThen('location', 'l', 'code', '$1')} f where f.facts is not null`;
const CHANNEL = `
select c.code, coalesce(f.facts ->> 'name', c.name) as name, coalesce(f.facts ->> 'kind', c.kind) as kind, coalesce(f.facts ->> 'language', c.language) as language, coalesce((f.facts ->> 'active')::boolean, c.active) as active, f.known
from channels.channel c, ${formerThen('channel', 'c', 'code', '$2')} f where c.code = $1`;
const PRODUCT = `
select v.sku, coalesce(f.facts ->> 'kind', v.kind) as kind, coalesce(f.facts -> 'tags', to_jsonb(v.tags)) as tags, coalesce((f.facts ->> 'active')::boolean, v.active) as active,
  coalesce((f.facts ->> 'backorder')::boolean, v.backorder) or coalesce(case when f.facts ? 'releasedOn' then (f.facts ->> 'releasedOn')::date else v.released_on end > $3::date, false) as backorder, f.known
from catalogue.variant v, ${formerThen('variant', 'v', 'sku', '$2')} f where v.sku = $1`;

type Facts = Pick<Location, 'name' | 'kind' | 'size' | 'capabilities' | 'tags' | 'active'> & { country: string };
interface ChannelThen { code: string; name: string; kind: string; language: string; active: boolean; known: boolean }

/** A product as rules know it, and whether it could be sold before it was there (on backorder, or because it was not released yet); `known` is false when that is only how it is today. */
export type ProductThen = SellingProduct & { active: boolean; backorder: boolean; known: boolean };

export async function productThen(database: Queryable, sku: string, at: Instant): Promise<ProductThen> {
  const [product] = await database.query<ProductThen>(PRODUCT, [sku, at, dayIn('Europe/Amsterdam', at)]);
  return product ?? { sku, kind: 'goods', tags: [], active: true, backorder: false, known: true };
}

/** The master data of then for one channel; a setting that was taken out of force by then has none. `known` is false when it is not known how the channel was. */
export async function masterThen(database: Queryable, present: Master, code: string, at: Instant): Promise<{ master: Master; known: boolean }> {
  const [rules, places, [channel]] = await Promise.all([
    database.query<{ kind: string; name: string; version: number; body: Record<string, unknown> }>(RULES, [[SELLING_KIND, 'strategy'], at]),
    database.query<{ code: string; facts: Facts }>(LOCATIONS, [at]),
    database.query<ChannelThen>(CHANNEL, [code, at]),
  ]);
  const former = new Map(places.map(({ code: place, facts }) => [place, facts]));
  const locations = present.locations.map((location) => {
    const { country, ...facts } = former.get(location.code) ?? { country: location.address.country };
    return { ...location, ...facts, address: { ...location.address, country } };
  });
  const channels = new Map(present.channels);
  if (channel?.active) channels.set(code, { settings: {}, ...channels.get(code), code, name: channel.name, kind: channel.kind, language: channel.language });
  else channels.delete(code);
  return {
    master: {
      ...present, locations, channels, selling: rules.flatMap(({ kind, name, version, body }) => (kind === SELLING_KIND ? sellingOfDocument(name, version, body) ?? [] : [])),
      strategies: [...rules.flatMap(({ kind, name, version, body }) => { const read = kind === 'strategy' ? strategyOf(name, version, body) : []; return Array.isArray(read) ? [] : [read]; }), ...present.strategies.slice(-1)],
    },
    known: channel?.known !== false,
  };
}
