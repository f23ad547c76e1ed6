/** Erasing a person on a whole Spil: every place that keeps personal data is asked, and none refuses. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADDRESS, anOrder, SHOES } from './support/company.ts';
import { ok } from './support/spil.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
beforeAll(async () => { world = await startWorld(); });
afterAll(() => world.close());

it('leaves neither the name nor the address in any table, and the books as they were', async () => {
  const [operations, shop, service] = [await world.as('operations'), await world.as('channel'), await world.as('service')];
  ok(await operations.post('/stock/receipts', { location: 'utrecht', lines: SHOES.map(([sku]) => ({ sku, quantity: 5 })) }));
  const name = 'Xanthippe Zwanenburg';
  const body = anOrder({ lines: [{ sku: 'runner-42', quantity: 1 }] });
  body.customer = { ...body.customer, name, email: 'xanthippe@example.com' };
  for (const delivery of body.deliveries ?? []) delivery.address = { ...ADDRESS, name, street: 'Zwanenpad' };
  ok(await shop.post('/orders', body));
  await world.quiet();
  const { items: [customer] } = ok(await service.get<{ items: { id: string }[] }>('/customers?search=xanthippe'));
  ok(await service.post(`/customers/${customer?.id ?? ''}/erase`, { reason: 'asked by letter' }));
  await world.quiet();
  const tables = await world.spil.database.query<{ name: string }>(`select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema in ('customers', 'orders', 'intake', 'search', 'fulfilment', 'shipping')`);
  const found: string[] = [];
  for (const { name: table } of tables) {
    const [row] = await world.spil.database.query<{ there: boolean }>(`select exists (select 1 from ${table} t where t::text ilike '%zwanen%' or t::text ilike '%xanthippe%') as there`);
    if (row?.there === true) found.push(table);
  }
  expect(found).toEqual([]);
  await world.right();
});
