/** The address by which somebody says what an unknown line was. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { wire } from '../../kernel/wire.ts';
import { fold, unitsIn, unitsOf } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import type { OrderDeps } from './commands.ts';
import { OrderLineParams } from './contract.ts';
import { nameProduct } from './naming.ts';
import { CHANGERS } from './permissions.ts';
import { OrderView, presentHolds } from './present.ts';
import { orderSlice, orderStatus } from './state.ts';

const NameBody = z.strictObject({
  sku: z.string().min(1).max(100).describe('What it was'),
  learn: z.boolean().default(false).describe('The barcode that was scanned is this product’s from now on, so that the next till knows it'),
}).meta({ examples: [{ sku: 'runner-42', learn: true }] });

const NamedView = OrderView.pick({ id: true, number: true, status: true, onHold: true, holds: true }).extend({
  line: z.object({ line: z.int(), sku: z.string().nullable(), name: z.string(), quantity: z.int(), units: z.array(z.object({ stage: z.string(), location: z.string().nullable(), quantity: z.int() })) }),
});

function present(stream: Stream, line: number): z.infer<typeof NamedView> {
  const order = fold(stream, orderSlice);
  const units = unitsOf(stream);
  const { sku, name, quantity } = order.lines.get(line) ?? { sku: null, name: '', quantity: 0 };
  return {
    id: wire('order', stream.id), number: order.number, status: orderStatus(units), onHold: order.holds.size > 0, holds: presentHolds(order),
    line: { line, sku, name, quantity, units: unitsIn(units, { line }).map(({ stage, location, n }) => ({ stage, location, quantity: n })) },
  };
}

export const namingRoutes = (deps: OrderDeps): Route[] => [
  route({
    method: 'POST', path: '/orders/{order}/lines/{line}/product', operation: 'nameProduct', tag: 'Orders', summary: 'Say which product an unknown line was',
    description: 'What a till scanned and nobody knew was sold all the same, with its money and a hold. Once somebody says what it was, it is a line like any other: what was carried out left its shelf when it was sold, what was promised is planned, the hold goes, and the ERP is told. A store names what it sold itself.',
    access: [...CHANGERS, 'store'], params: OrderLineParams, body: NameBody,
    answers: {
      200: { description: 'The line as it is known now', schema: NamedView }, 404: { description: 'No such order for this account', schema: Problem },
      409: { description: 'It is known already, its goods are here again, or the barcode is another product’s', schema: Problem }, 422: { description: 'No such line, or it cannot be that', schema: Problem },
    },
    handle: async ({ params, body, context }) => ok((await nameProduct(deps, context, params.order, { line: params.line, ...body }, (stream) => present(stream, params.line))).answer),
  }),
];
