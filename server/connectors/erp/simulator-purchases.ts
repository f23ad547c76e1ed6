/** The simulated ERP's purchase orders: what suppliers will bring, as its buyers say (`POST /_control/expected-receipts`). */
import { z } from 'zod';
import type { ErpExpectedReceipt } from '../../modules/feed/ports.ts';
import type { Simulator } from '../simulation/kit.ts';
import { ErpExpectedReceipts } from './interface.ts';

export function servePurchases({ app, store, operation }: Pick<Simulator, 'app' | 'store' | 'operation'>): void {
  store.exec('create table if not exists purchase_order (reference text primary key, body text not null)');
  const all = (): { receipts: ErpExpectedReceipt[] } => ({ receipts: store.prepare('select body from purchase_order order by reference').all().map(({ body }) => JSON.parse(String(body)) as ErpExpectedReceipt) });
  app.get('/expected-receipts', operation('expected-receipts', all));
  app.post('/_control/expected-receipts', (request, reply) => {
    const told = ErpExpectedReceipts.safeParse(request.body);
    if (!told.success) return reply.code(422).send({ code: 'invalid', message: z.prettifyError(told.error) });
    for (const one of told.data.receipts) store.prepare('insert into purchase_order (reference, body) values (?, ?) on conflict (reference) do update set body = excluded.body').run(one.reference, JSON.stringify(one));
    return all();
  });
}
