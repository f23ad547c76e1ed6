/** What a change would do before it is made: the same rules on the same order, recorded in a Change that is thrown away. */
import { z } from 'zod';
import { Change } from '../../kernel/change.ts';
import type { CommandContext } from '../../kernel/command.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { wire, WireId } from '../../kernel/wire.ts';
import { moneyOf } from '../books/index.ts';
import type { NewEvent, Stream } from '../books/index.ts';
import type { PaymentEvents } from '../payments/index.ts';
import { everythingHere, orderStream, settleMoney } from './commands.ts';
import type { OrderDeps } from './commands.ts';
import { CancelBody, OrderParams } from './contract.ts';
import { givable, grant } from './goodwill.ts';
import { CHANGERS } from './permissions.ts';
import { orderProblems } from './problems.ts';
import { cancel } from './rules.ts';

export const ConsequencesView = z.object({
  currency: z.string(), due: z.object({ before: z.int(), after: z.int() }),
  money: z.array(z.object({ kind: z.enum(['refund', 'capture', 'release']), payment: WireId, operator: z.string(), method: z.string(), amount: z.int() })).describe('What would be asked of the payment operators'),
  putBack: z.array(z.object({ location: z.string(), quantity: z.int() })).describe('Picked goods that would be put back'),
  parcels: z.array(WireId).describe('Parcels that would be opened'),
  asks: z.array(z.object({ location: z.string(), quantity: z.int() })).describe('Pieces that an external warehouse would be asked to stop; they stay, with their money, until it answers'),
});
export type Consequences = z.infer<typeof ConsequencesView>;

const MONEY = { RefundRequested: 'refund', CaptureRequested: 'capture', AuthorisationReleased: 'release' } as const;

/** What would follow from these events, money included. The stream is changed: give one that is not used again. */
export function consequencesOf(deps: Pick<OrderDeps, 'books'>, context: CommandContext, stream: Stream, events: readonly NewEvent[]): Consequences {
  const before = moneyOf(stream).due;
  const from = stream.events.length;
  const change = new Change();
  deps.books.record(change, stream, events, context);
  settleMoney(deps.books, change, stream, 'preview', context);
  const book = moneyOf(stream);
  const fresh = stream.events.slice(from);
  const putBack = new Map<string, number>();
  for (const move of fresh.flatMap((event) => event.moves.units ?? [])) {
    if (move.to.stage === 'cancelled' && move.to.location !== null) putBack.set(move.to.location, (putBack.get(move.to.location) ?? 0) + move.n);
  }
  return {
    currency: book.currency ?? 'EUR', due: { before, after: book.due },
    money: fresh.flatMap((event) => {
      const kind = MONEY[event.type as keyof typeof MONEY] as (typeof MONEY)[keyof typeof MONEY] | undefined;
      if (kind === undefined) return [];
      const { payment, amount } = event.data as PaymentEvents['CaptureRequested'];
      const of = book.payments.get(payment);
      return [{ kind, payment: wire('payment', payment), operator: of?.operator ?? '', method: of?.method ?? '', amount }];
    }),
    putBack: [...putBack].map(([location, quantity]) => ({ location, quantity })),
    asks: fresh.flatMap((event) => {
      if (event.type !== 'WorkCancelRequested') return [];
      const { location, lines, withdrawn } = event.data as { location: string; lines: { quantity: number }[]; withdrawn: boolean };
      return withdrawn ? [] : [{ location, quantity: lines.reduce((sum, { quantity }) => sum + quantity, 0) }];
    }),
    parcels: fresh.flatMap((event) => (event.type === 'ParcelUnpacked' ? [wire('parcel', (event.data as { parcel: string }).parcel)] : [])),
  };
}

const answers = { 200: { description: 'What would follow; nothing was changed', schema: ConsequencesView }, 404: { description: 'No such order', schema: Problem }, 409: { description: 'It cannot be done any more', schema: Problem }, 422: { description: 'It does not fit', schema: Problem } };

export const consequenceRoutes = (deps: OrderDeps): Route[] => [
  route({
    method: 'POST', path: '/orders/{order}/cancel/preview', operation: 'previewCancel', tag: 'Orders', summary: 'What cancelling would do: to money, to picked goods and to parcels; nothing is changed',
    access: CHANGERS, idempotent: false, params: OrderParams, body: CancelBody.pick({ lines: true }), answers,
    handle: async ({ params, body, context }) => {
      const stream = await orderStream(deps.database, params.order);
      const all = body.lines ?? everythingHere(stream);
      if (all.length === 0) throw orderProblems.nothing_to_cancel({ detail: 'Everything of this order has left or is cancelled already. What has left can come back as a return.' });
      return ok(consequencesOf(deps, context, stream, cancel(stream, all, 'customer', null)));
    },
  }),
  route({
    method: 'POST', path: '/orders/{order}/refunds/preview', operation: 'previewRefund', tag: 'Orders', summary: 'By which means money given back by hand would go; nothing is changed',
    access: ['service', 'finance'], idempotent: false, params: OrderParams, body: z.strictObject({ amount: z.int().min(1).max(100_000_000) }), answers,
    handle: async ({ params, body, context }) => {
      const stream = await orderStream(deps.database, params.order);
      return ok(consequencesOf(deps, context, stream, [grant(stream, { request: null, amount: Math.max(1, Math.min(body.amount, givable(stream))), reason: 'other', note: null })]));
    },
  }),
];
