/** The index of the search: keys are written for a target, and found by their beginning within a kind. */
import type { Queryable, Statement } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { compact, digits, ending, endOf, formsOf, mail, rotations, words } from './normalise.ts';

export type SearchKind = 'order' | 'customer' | 'parcel' | 'return';

/** One way in which a target may be typed. `contact`: the contact version it was read from, when it is personal. */
export interface SearchKey { key: string; field: string; contact: Uuid | null }

const plain = (field: string, keys: readonly string[]): SearchKey[] => keys.filter((key) => key.replace('<', '').length >= 2).map((key) => ({ key, field, contact: null }));

/** A number that people read from paper: from its beginning, and from its end. */
export const numberKeys = (field: string, number: string | null): SearchKey[] => (number === null ? [] : plain(field, [compact(number), ending(number)]));

interface Person { name: string | null; email: string | null; phone: string | null; address?: { street: string; houseNumber: string | null; addition: string | null; postalCode: string | null } | null }

/** Everything by which a person is looked for: name, e-mail address, telephone number, street with number, postal code with number. */
export function personKeys({ name, email, phone, address }: Person, contact: Uuid | null): SearchKey[] {
  const number = `${address?.houseNumber ?? ''}${address?.addition ?? ''}`;
  const all = [
    ...plain('name', name === null ? [] : rotations(name)), ...plain('email', email === null ? [] : [mail(email)]), ...plain('phone', phone === null ? [] : digits(phone)),
    ...plain('address', address ? [words(`${address.street} ${number}`), ...(address.postalCode === null ? [] : [compact(`${address.postalCode}${number}`)])] : []),
  ];
  return all.map((key) => ({ ...key, contact }));
}

/** Product words, the SKU, and its GTINs without the zeros before them. */
export const skuKeys = (sku: string, name: string, gtins: readonly string[]): { key: string; field: string }[] =>
  [...plain('sku', [compact(sku), words(sku), ending(sku)]), ...plain('name', rotations(name)), ...gtins.flatMap((gtin) => plain('gtin', [gtin.replace(/^0+/, ''), ending(gtin)]))].map(({ key, field }) => ({ key, field }));

/** Adds keys of a target; those that are there stay. */
export const addKeys = (kind: SearchKind, target: Uuid, keys: readonly SearchKey[]): Statement => ({
  text: 'insert into search.key (kind, key, target, field, contact) select $1, k.key, $2::uuid, k.field, k.contact from json_to_recordset($3::json) k (key text, field text, contact uuid) on conflict (kind, key, target) do nothing',
  values: [kind, target, JSON.stringify(uniqueKeys(keys))],
});

const uniqueKeys = <K extends { key: string }>(keys: readonly K[]): K[] => [...new Map(keys.map((key) => [key.key, key])).values()];

/** Makes these the keys of each target: what is there besides goes. */
export const replaceKeys = (kind: SearchKind, targets: readonly { target: Uuid; keys: readonly SearchKey[] }[]): Statement[] => {
  const rows = targets.flatMap(({ target, keys }) => uniqueKeys(keys).map((key) => ({ target, ...key })));
  return [
    { text: `delete from search.key s where s.kind = $1 and s.target = any($2::uuid[]) and not exists (select 1 from json_to_recordset($3::json) k (target uuid, key text) where k.target = s.target and k.key = s.key)`, values: [kind, targets.map(({ target }) => target), JSON.stringify(rows)] },
    { text: 'insert into search.key (kind, key, target, field, contact) select $1, k.key, k.target, k.field, k.contact from json_to_recordset($2::json) k (target uuid, key text, field text, contact uuid) on conflict (kind, key, target) do nothing', values: [kind, JSON.stringify(rows)] },
  ];
};

/** Empties the index, to be filled again. */
export const forgetKeys = (tx: Queryable): Promise<unknown> => tx.query('truncate search.key, search.sku_key');

/** Makes these the keys of each SKU. */
export const replaceSkuKeys = (skus: readonly { sku: string; keys: readonly { key: string; field: string }[] }[]): Statement[] => {
  const rows = skus.flatMap(({ sku, keys }) => uniqueKeys(keys).map((key) => ({ sku, ...key })));
  return [
    { text: 'delete from search.sku_key where sku = any($1::text[])', values: [skus.map(({ sku }) => sku)] },
    { text: 'insert into search.sku_key (key, sku, field) select key, sku, field from json_to_recordset($1::json) k (key text, sku text, field text) on conflict do nothing', values: [JSON.stringify(rows)] },
  ];
};

export interface Found { target: string; key: string; field: string; /** Whether all of it was typed. */ whole: boolean }

/** Candidates that are read per kind and form: enough to put the whole matches first. */
const CANDIDATES = 24;

/** What begins with what was typed, per kind: whole matches first, then the newest. Each look-up is one range of the index, whatever there is. */
export async function findKeys(database: Queryable, kinds: readonly SearchKind[], typed: string, limit: number, { personal = true }: { personal?: boolean } = {}): Promise<Map<SearchKind, Found[]>> {
  const forms = formsOf(typed);
  if (forms.length === 0 || kinds.length === 0) return new Map();
  const pairs = kinds.flatMap((kind) => forms.map((form) => ({ kind, low: form, high: endOf(form) })));
  const rows = await database.query<{ kind: SearchKind; key: string; target: Uuid; field: string; contact: Uuid | null }>(
    `select f.kind, k.key, k.target, k.field from unnest($1::text[], $2::text[], $3::text[]) f (kind, low, high)
     cross join lateral (select key, target, field, contact from search.key s where s.kind = f.kind and s.key >= f.low and s.key < f.high and ($4 or (s.contact is null and s.kind <> 'customer')) order by s.kind, s.key, s.target desc limit ${CANDIDATES}) k`,
    [pairs.map(({ kind }) => kind), pairs.map(({ low }) => low), pairs.map(({ high }) => high), personal]);
  const found = new Map<SearchKind, Found[]>();
  for (const kind of kinds) found.set(kind, ranked(rows.filter((row) => row.kind === kind), forms).slice(0, limit));
  return found;
}

/** SKUs that begin with what was typed. */
export async function findSkus(database: Queryable, typed: string, limit: number): Promise<Found[]> {
  const forms = formsOf(typed);
  if (forms.length === 0) return [];
  const rows = await database.query<{ key: string; sku: string; field: string }>(
    `select k.key, k.sku, k.field from unnest($1::text[], $2::text[]) f (low, high) cross join lateral (select key, sku, field from search.sku_key s where s.key >= f.low and s.key < f.high order by s.key, s.sku limit ${CANDIDATES}) k`,
    [forms, forms.map(endOf)]);
  return ranked(rows.map(({ sku, ...row }) => ({ ...row, target: sku })), forms, false).slice(0, limit);
}

function ranked(rows: readonly { key: string; target: string; field: string }[], forms: readonly string[], newestFirst = true): Found[] {
  const best = new Map<string, Found>();
  for (const { key, target, field } of rows) {
    const whole = forms.includes(key);
    const before = best.get(target);
    if (!before || (whole && !before.whole)) best.set(target, { key, target, field, whole });
  }
  return [...best.values()].sort((a, b) => Number(b.whole) - Number(a.whole) || (newestFirst ? (a.target < b.target ? 1 : -1) : a.key < b.key ? -1 : 1));
}
