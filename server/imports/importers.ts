/** The four things that are imported: orders, stock, products and customers; each through the same commands as everything else. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { execute, SYSTEM } from '../kernel/command.ts';
import type { CommandContext } from '../kernel/command.ts';
import { normaliseGtin } from '../kernel/gtin.ts';
import { parseMinor } from '../kernel/money.ts';
import { putPrices, putProduct, putVariant, pricesAt, productByCode, ProductBody, VariantBody, variantBySku } from '../modules/catalogue/index.ts';
import { OrderSnapshot, proveTotals } from '../modules/channels/index.ts';
import type { OrderSnapshotInput } from '../modules/channels/index.ts';
import { findCustomer, writeCustomer } from '../modules/customers/index.ts';
import { ownRefs, take } from '../modules/intake/index.ts';
import type { IntakeDeps } from '../modules/intake/index.ts';
import { count, receive } from '../modules/inventory/index.ts';
import { waitingFor } from '../modules/orders/index.ts';
import { sentenceOf } from './importing.ts';
import type { Group, Importer, Outcome } from './importing.ts';
import { contradiction, orderOf, OrderRow } from './order-rows.ts';
import type { Format } from './reading.ts';

export const THINGS = ['orders', 'stock', 'products', 'customers'] as const;
export type Thing = (typeof THINGS)[number];

export interface ImporterOptions { deps: IntakeDeps; format: Format; channel: string; /** Stock: count what is there, or add what came in. */ receipts: boolean; /** Name of the file: a receipt of the same line of the same file is booked once. */ file: string }

export const importerOf = (thing: Thing, options: ImporterOptions): Importer =>
  ({ orders: ordersImporter, stock: stockImporter, products: productsImporter, customers: customersImporter })[thing](options);

const contextOf = ({ deps }: ImporterOptions): CommandContext => ({ now: deps.clock.now(), actor: SYSTEM, key: null });
const all = (group: Group, reason: string): Map<number, string> => new Map([[group.rows[0]?.line ?? 0, reason]]);

/** Reads each row of a group by a schema; the faults by line, or all of them read. */
function readRows<S extends z.ZodType>(schema: S, group: Group): { faults: Map<number, string>; rows: z.output<S>[] } {
  const faults = new Map<number, string>();
  const rows: z.output<S>[] = [];
  for (const { line, row } of group.rows) {
    const read = schema.safeParse(row);
    if (read.success) rows.push(read.data);
    else faults.set(line, sentenceOf(read.error.issues));
  }
  return { faults, rows };
}

/** Orders go the way of every channel's order: proven, placed once, their snapshot kept so that the channel's next word is a difference. */
function ordersImporter({ deps, format, channel }: ImporterOptions): Importer {
  const read = (group: Group): { snapshot: OrderSnapshot } | { faults: Map<number, string> } => {
    let input: unknown = group.rows[0]?.row;
    if (format === 'csv') {
      const { faults, rows } = readRows(OrderRow, group);
      const [first, ...others] = rows;
      if (faults.size > 0 || !first) return { faults };
      const differs = contradiction(rows);
      if (differs !== null) return { faults: all(group, differs) };
      try {
        input = orderOf([first, ...others]) satisfies OrderSnapshotInput;
      } catch (error) {
        return { faults: all(group, error instanceof Error ? error.message : String(error)) };
      }
    }
    const checked = OrderSnapshot.safeParse(input);
    if (!checked.success) return { faults: all(group, sentenceOf(checked.error.issues)) };
    const reasons = proveTotals(checked.data);
    return reasons.length > 0 ? { faults: all(group, reasons.join('; ')) } : { snapshot: ownRefs(checked.data, channel) };
  };
  return {
    groupOf: (row) => (format === 'csv' && typeof row['order'] === 'string' ? row['order'] : null), largest: 1000,
    check: (group) => {
      const result = read(group);
      return Promise.resolve('faults' in result ? result.faults : new Map());
    },
    take: async (group): Promise<Outcome> => {
      const result = read(group);
      if ('faults' in result) throw new Error('a group was taken without being checked');
      // An order that is here has its own history by now: an older file says nothing about it.
      const [known] = await deps.orders.database.query('select 1 from orders.external_ref where channel = $1 and external_id = $2', [channel, result.snapshot.externalId]);
      if (known) return 'there';
      const taken = await take(deps, channel, result.snapshot, { refuse: true });
      return taken.state === 'taken' ? 'taken' : 'there';
    },
  };
}

const Whole = z.union([z.int().min(0), z.string().regex(/^\d+$/).transform(Number)], { error: 'not a whole number' });
const StockRow = z.looseObject({ location: z.string().min(1), sku: z.string().min(1), quantity: Whole, reference: z.string().max(100).nullish() });

/** Stock per location: counts, or receipts. Each group is one document; the same rows of the same file are booked once, however often they are sent. */
function stockImporter(options: ImporterOptions): Importer {
  const { deps, receipts, file } = options;
  const { database, books } = deps.orders;
  return {
    groupOf: (row) => `${String(row['location'])} ${String(row['reference'] ?? '')}`, largest: 500,
    check: async (group) => {
      const { faults, rows } = readRows(StockRow, group);
      if (faults.size > 0) return faults;
      const seen = new Set<string>();
      for (const [index, row] of rows.entries()) {
        const line = group.rows[index]?.line ?? 0;
        if (seen.has(row.sku) && !receipts) faults.set(line, `${row.sku} is counted twice at ${row.location}`);
        if (receipts && row.quantity === 0) faults.set(line, 'a receipt of nothing');
        seen.add(row.sku);
      }
      const [found] = await database.query<{ known: boolean; missing: string[] }>('select exists (select 1 from locations.location where code = $1) as known, array(select s from unnest($2::text[]) s where not exists (select 1 from catalogue.variant v where v.sku = s)) as missing', [rows[0]?.location ?? '', [...seen]]);
      for (const [index, row] of rows.entries()) {
        const line = group.rows[index]?.line ?? 0;
        if (found?.known !== true) faults.set(line, `there is no location "${row.location}"`);
        else if (found.missing.includes(row.sku)) faults.set(line, `${row.sku} is not in the catalogue: import the products first`);
      }
      return faults;
    },
    take: async (group): Promise<Outcome> => {
      const { rows } = readRows(StockRow, group);
      const location = rows[0]?.location ?? '';
      const fingerprint = createHash('sha256').update(JSON.stringify([file, receipts, group.rows.map(({ line, text }) => [line, text])])).digest('hex');
      const key = { scope: 'import', key: fingerprint, fingerprint };
      const [before] = await database.query('select 1 from kernel.idempotency where scope = $1 and key = $2', [key.scope, key.key]);
      if (before) return 'there';
      const context = { ...contextOf(options), key };
      if (receipts) await receive({ database, books, waitingFor: (skus) => waitingFor(database, skus) }, context, { location, reference: rows[0]?.reference ?? file.slice(0, 100), lines: rows.map(({ sku, quantity }) => ({ sku, quantity })) });
      else await count({ database, books }, context, { location, lines: rows.map(({ sku, quantity }) => ({ sku, counted: quantity })), reason: `import of ${file}`.slice(0, 200), countedAt: null });
      return 'taken';
    },
  };
}

const Cell = z.string().min(1);
const ProductRow = z.looseObject({
  product: Cell, product_name: Cell, brand: Cell.optional(), sku: Cell, name: Cell.optional(), gtin: Cell.optional(), kind: Cell.optional(), weight_grams: Whole.default(0),
  vat_class: Cell.optional(), tags: Cell.optional(), size: Cell.optional(), colour: Cell.optional(), price: z.union([z.number(), z.string().regex(/^\d+([.,]\d+)?$/)], { error: 'not an amount such as 59.95' }).optional(), currency: Cell.default('EUR'), price_list: Cell.default('standard'), price_from: z.iso.datetime({ offset: true }).default('2000-01-01T00:00:00.000Z'),
});
type ProductRow = z.infer<typeof ProductRow>;

const bodiesOf = (row: ProductRow) => ({
  product: ProductBody.safeParse({ name: row.product_name, brand: row.brand ?? null }),
  variant: VariantBody.safeParse({ product: row.product, name: row.name ?? row.product_name, ...(row.kind === undefined ? {} : { kind: row.kind }), ...(row.vat_class === undefined ? {} : { vatClass: row.vat_class }), weightGrams: row.weight_grams, tags: row.tags?.split('|') ?? [],
    options: Object.fromEntries([['size', row.size], ['colour', row.colour]].filter((pair): pair is [string, string] => pair[1] !== undefined)), barcodes: row.gtin === undefined ? [] : row.gtin.split('|').map((gtin) => ({ gtin })) }),
});

/** A product with one variant, its barcodes and its price. What is there keeps what the file does not name (pictures, descriptions, components); what is the same is left alone. */
function productsImporter(options: ImporterOptions): Importer {
  const { database } = options.deps.orders;
  const price = (row: ProductRow): number => parseMinor(String(row.price ?? 0).replace(',', '.'), row.currency);
  return {
    groupOf: () => null, largest: 1,
    check: (group) => {
      const { faults, rows: [row] } = readRows(ProductRow, group);
      if (!row) return Promise.resolve(faults);
      const { product, variant } = bodiesOf(row);
      if (!product.success) return Promise.resolve(all(group, sentenceOf(product.error.issues)));
      if (!variant.success) return Promise.resolve(all(group, sentenceOf(variant.error.issues)));
      const wrong = variant.data.barcodes.find(({ gtin }) => normaliseGtin(gtin) === null);
      if (wrong) return Promise.resolve(all(group, `gtin: ${wrong.gtin} is no barcode: its check digit is wrong, or it has not 8, 12, 13 or 14 digits`));
      try {
        price(row);
        return Promise.resolve(new Map());
      } catch (error) {
        return Promise.resolve(all(group, error instanceof Error ? error.message : String(error)));
      }
    },
    take: async (group): Promise<Outcome> => {
      const { rows: [row] } = readRows(ProductRow, group);
      const bodies = row && bodiesOf(row);
      if (!row || !bodies?.product.success || !bodies.variant.success) throw new Error('a group was taken without being checked');
      let changed = false;
      const there = await productByCode(database, row.product);
      if (there?.name !== bodies.product.data.name || (row.brand !== undefined && there.brand !== row.brand)) {
        changed = true;
        const { code: _code, version: _version, updatedAt: _updatedAt, ...kept } = there ?? { ...bodies.product.data, code: '', version: 0, updatedAt: '' };
        await putProduct(database, contextOf(options), row.product, there ? String(there.version) : null, { ...kept, name: bodies.product.data.name, brand: row.brand ?? kept.brand });
      }
      const known = await variantBySku(database, row.sku);
      const { data } = bodies.variant;
      const { sku: _sku, version: _version, updatedAt: _updatedAt, ...before } = known ?? { ...data, sku: '', version: 0, updatedAt: '' };
      const wanted = { ...before, product: data.product, name: data.name, kind: data.kind, weightGrams: data.weightGrams, options: { ...before.options, ...data.options }, ...(row.vat_class === undefined ? {} : { vatClass: data.vatClass }), ...(row.tags === undefined ? {} : { tags: data.tags }), ...(row.gtin === undefined ? {} : { barcodes: data.barcodes.map(({ gtin, quantity }) => ({ gtin: normaliseGtin(gtin) ?? gtin, quantity })) }) };
      if (!known || JSON.stringify(wanted) !== JSON.stringify(before)) {
        changed = true;
        await putVariant(database, contextOf(options), row.sku, known ? String(known.version) : null, wanted);
      }
      if (row.price !== undefined) {
        const now = await pricesAt(database, [row.sku], { list: row.price_list, currency: row.currency, at: options.deps.clock.now() });
        if (now.get(row.sku)?.amount !== price(row)) {
          changed = true;
          await putPrices(database, contextOf(options), row.price_list, row.sku, { currency: row.currency, periods: [{ validFrom: row.price_from, validUntil: null, amount: price(row), includesTax: true }] });
        }
      }
      return changed ? 'taken' : 'there';
    },
  };
}

const CustomerRow = z.looseObject({ customer: Cell.nullish(), email: z.email().max(254).nullish(), name: z.string().max(200).nullish(), phone: z.string().max(50).nullish(), language: z.string().max(10).nullish() })
  .refine((row) => Boolean(row.customer ?? row.email), 'a customer needs the column customer (the channel’s own number) or email');

function customersImporter(options: ImporterOptions): Importer {
  const { deps: { orders: { database } }, channel } = options;
  return {
    groupOf: () => null, largest: 1,
    check: (group) => Promise.resolve(readRows(CustomerRow, group).faults),
    take: async (group): Promise<Outcome> => {
      const { rows: [row] } = readRows(CustomerRow, group);
      if (!row) throw new Error('a group was taken without being checked');
      const facts = { channel, externalId: row.customer ?? null, email: row.email ?? null, name: row.name ?? null, phone: row.phone ?? null, language: row.language ?? null };
      const context = contextOf(options);
      const outcome = await execute(database, context, async (change) => {
        const known = await findCustomer(database, channel, facts);
        if (known === null) writeCustomer(change, null, facts, context.now);
        return { status: 200, answer: known === null ? 'taken' as const : 'there' as const };
      });
      return outcome.answer;
    },
  };
}
