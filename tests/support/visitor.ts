/** What tests of the visitors' shop need to know beforehand: what Spil would offer for a basket, and which products of the demo lie where. */
import { expect } from 'vitest';
import { toWire } from '../../server/kernel/ids.ts';
import { ok } from './spil.ts';
import type { Client } from './spil.ts';
import { found } from './until.ts';
import type { World } from './world.ts';

export interface Wanted { sku: string; quantity: number }
interface Offer { promisedBy: string; date: string; price: number; complete: boolean }
export interface Offered {
  home: (Offer & { service: string })[]; stores: (Offer & { location: string; name: string; brought: boolean; hours: unknown[] })[]; pickupPoints: (Offer & { point: { carrier: string; id: string; name: string } })[];
  mixed: { price: number; store: Offer & { location: string; name: string; lines: { line: number }[] }; home: Offer }[];
}
export interface Bought { id: string; number: string; deliveries: { kind: string; location: string | null; promisedBy: string | null; pickupPoint: { carrier: string; id: string } | null }[]; money: { due: number; balance: number } }
export interface Sold { sku: string; product: string; name: string; price: number }

/** Postcode of the invented visitor. */
export const HERE = '3511 AW';

/** What Spil would tell the shop of the app. */
export const offered = async (channel: Client, lines: readonly Wanted[], postalCode = HERE): Promise<Offered> =>
  ok(await channel.post<Offered>('/delivery-options', { channel: 'api', lines: lines.map(({ sku, quantity }) => ({ sku, quantity })), to: { country: 'NL', postalCode }, stores: 5, points: 3 }));

/** Puts a basket into the shop of the browser as if it had been filled there. */
export const basketOf = (sold: readonly (Sold & { quantity: number })[]): string =>
  `sessionStorage.setItem('spil.demo.basket.app', ${JSON.stringify(JSON.stringify(sold.map(({ sku, name, price, quantity }) => ({ sku, name, label: '', price, quantity, picture: null }))))})`;

/** The order that a shop calls so. */
export const bought = (world: World, office: Client, number: string): Promise<Bought> => found(async () => {
  const [row] = await world.spil.database.query<{ id: string }>('select id from orders.order where external_number = $1', [number]);
  return row && ok(await office.get<Bought>(`/orders/${toWire('ord', row.id)}`));
});

/** Shoes by where they lie: `everywhere` in several stores, `away` in the warehouse and in no store near the visitor, `scarce` fewer than twenty anywhere. */
export async function shoes(world: World): Promise<{ everywhere: Sold; away: Sold; scarce: Sold }> {
  const find = async (having: string): Promise<Sold> => {
    const [row] = await world.spil.database.query<Sold>(`select v.sku, v.product, p.name, c.amount::int as price from books.stock_balance s join catalogue.variant v on v.sku = s.sku join catalogue.product p on p.code = v.product
      join catalogue.price c on c.sku = v.sku and c.list = 'standard' where s.state = 'sellable' and v.kind = 'goods' and v.options ->> 'maat' is not null group by v.sku, v.product, p.name, c.amount having ${having} order by sum(s.quantity) desc, v.sku limit 1`);
    expect(row, having).toBeDefined();
    return row as Sold;
  };
  const free = (where: string): string => `coalesce(sum(s.quantity - s.reserved) filter (where ${where}), 0)`;
  return {
    everywhere: await find(`${free(`s.location = 'utrecht'`)} >= 4 and ${free(`s.location = 'dc'`)} >= 4`),
    away: await find(`${free(`s.location in ('utrecht', 'zeist')`)} = 0 and ${free(`s.location = 'dc'`)} >= 4`),
    scarce: await find(`${free('true')} between 1 and 15`),
  };
}
