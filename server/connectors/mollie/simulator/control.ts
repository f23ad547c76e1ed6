/** The simulated Mollie's control door: what a shop, a customer, a bank or the passing of time would have done. */
import { z } from 'zod';
import type { Simulator } from '../../simulation/kit.ts';
import { canBeHeld } from '../methods.ts';
import type { Ledger, PaymentRow, RefundRow, RefundStatus } from './ledger.ts';
import { totalsOf } from './ledger.ts';
import { Problem } from './problems.ts';
import { resourcesAt } from './resources.ts';
import { rootOf } from './routes.ts';
import type { Rules } from './rules.ts';
import type { Webhooks } from './webhooks.ts';

export interface ControlOptions {
  simulator: Simulator;
  ledger: Ledger;
  rules: Rules;
  webhooks: Webhooks;
}

const minor = z.int().positive();

const newPayment = z.strictObject({
  /** Minor units. */
  amount: minor,
  currency: z.string().regex(/^[A-Z]{3}$/),
  method: z.string().min(1),
  description: z.string().default('Web shop order'),
  metadata: z.unknown().optional(),
  webhookUrl: z.url().nullable().default(null),
  redirectUrl: z.url().default('https://shop.example/thanks'),
  /** `manual` waits for our capture; by default as the method allows. */
  capture: z.enum(['immediate', 'manual']).optional(),
  /** Leave it at the checkout instead of paying it. */
  open: z.boolean().default(false),
});
const onPayment = z.strictObject({ payment: z.string(), amount: minor.nullable().default(null) });
const dashboardRefund = onPayment.extend({ description: z.string().default('Refunded in the dashboard') });
const failure = z.union([z.strictObject({ refund: z.string() }), z.strictObject({ capture: z.string() })]);
const passing = z.strictObject({
  /** How many steps each refund moves along (pending, processing, refunded); without it, to the end. */
  steps: z.int().positive().optional(),
}).default({});

const NEXT: Readonly<Partial<Record<RefundStatus, RefundStatus>>> = { queued: 'pending', pending: 'processing', processing: 'refunded' };

/** One payment with its totals in minor units, so that a test compares to the cent. */
export interface ControlPayment {
  id: string;
  status: string;
  method: string | null;
  currency: string;
  amount: number;
  captured: number;
  refunded: number;
  refundedOut: number;
  chargedBack: number;
  description: string;
  metadata: unknown;
  captures: { id: string; amount: number; status: string; metadata: unknown }[];
  refunds: { id: string; amount: number; status: string; metadata: unknown }[];
}

/** Adds the control door; `advance` is returned for whoever lets time pass on an interval. */
export function addControl({ simulator, ledger, rules, webhooks }: ControlOptions): { advance: (root: string, steps?: number) => Promise<void> } {
  const { app, now } = simulator;

  const told = async (root: string, payment: PaymentRow): Promise<void> =>
    webhooks.notify(payment, `payment.${payment.status}`, payment.id, resourcesAt(ledger, root).payment(payment));

  const moveRefund = async (root: string, refund: RefundRow, status: RefundStatus): Promise<void> => {
    ledger.changeMovement('refunds', refund.id, status);
    const payment = rules.found(refund.paymentId);
    await webhooks.notify(payment, `refund.${status}`, refund.id, resourcesAt(ledger, root).refund({ ...refund, status }, payment.currency));
  };

  const moveCapture = async (root: string, captureId: string, status: 'succeeded' | 'failed'): Promise<void> => {
    const capture = ledger.pendingCaptures().find(({ id }) => id === captureId);
    if (!capture) throw new Problem(404, `No pending capture exists with token ${captureId}`);
    rules.settleCapture(capture, status);
    const payment = rules.found(capture.paymentId);
    await webhooks.notify(payment, `capture.${status}`, capture.id, resourcesAt(ledger, root).capture({ ...capture, status }, payment.currency));
  };

  const advance = async (root: string, steps = 3): Promise<void> => {
    for (const { id } of ledger.pendingCaptures()) await moveCapture(root, id, 'succeeded');
    for (let step = 0; step < steps; step += 1) {
      for (const refund of ledger.openRefunds()) {
        const next = NEXT[refund.status];
        if (next) await moveRefund(root, refund, next);
      }
    }
    const due = now().toISOString();
    for (const payment of ledger.payments()) {
      const end = payment.captureBefore ?? payment.expiresAt;
      if (end === null || end > due) continue;
      rules.expire(payment.id);
      await told(root, rules.found(payment.id));
    }
    await webhooks.resend();
  };

  app.get('/_control/payments', (): { payments: ControlPayment[] } => ({ payments: ledger.payments().map((payment) => described(ledger, payment)) }));

  app.post('/_control/payments', async (request, reply) => {
    const wish = read(newPayment, request.body);
    const manual = wish.capture === undefined ? canBeHeld(wish.method) : wish.capture === 'manual';
    if (manual && !canBeHeld(wish.method)) throw new Problem(422, `Manual capture is not possible for ${wish.method}`, 'capture');
    const { id } = rules.create({ ...wish, metadata: wish.metadata ?? null, captureMode: manual ? 'manual' : null });
    if (!wish.open) await told(rootOf(request), rules.finish(id, 'pay', null));
    return reply.code(201).send({ id });
  });

  app.post('/_control/chargeback', async (request, reply) => {
    const { payment: id, amount } = read(onPayment, request.body);
    const chargeback = rules.chargeback(id, amount);
    const payment = rules.found(id);
    await webhooks.notify(payment, 'chargeback.received', chargeback.id, resourcesAt(ledger, rootOf(request)).chargeback(chargeback, payment.currency));
    return reply.code(201).send({ id: chargeback.id });
  });

  app.post('/_control/refund', async (request, reply) => {
    const { payment: id, amount, description } = read(dashboardRefund, request.body);
    const refund = rules.refund(id, { amount, description, metadata: null });
    const payment = rules.found(id);
    await webhooks.notify(payment, `refund.${refund.status}`, refund.id, resourcesAt(ledger, rootOf(request)).refund(refund, payment.currency));
    return reply.code(201).send({ id: refund.id });
  });

  app.post('/_control/fail', async (request, reply) => {
    const wish = read(failure, request.body);
    if ('capture' in wish) await moveCapture(rootOf(request), wish.capture, 'failed');
    else {
      const refund = ledger.openRefunds().find(({ id }) => id === wish.refund);
      if (!refund) throw new Problem(404, `No refund under way exists with token ${wish.refund}`);
      await moveRefund(rootOf(request), refund, 'failed');
    }
    return reply.code(204).send();
  });

  app.post('/_control/expire', async (request, reply) => {
    const { payment: id } = read(onPayment, request.body);
    rules.expire(id);
    await told(rootOf(request), rules.found(id));
    return reply.code(204).send();
  });

  app.post('/_control/advance', async (request, reply) => {
    await advance(rootOf(request), read(passing, request.body ?? undefined).steps);
    return reply.code(204).send();
  });

  return { advance };
}

function described(ledger: Ledger, payment: PaymentRow): ControlPayment {
  const movement = ({ id, amount, status, metadata }: { id: string; amount: number; status: string; metadata: string }) => ({ id, amount, status, metadata: JSON.parse(metadata) as unknown });
  const { captured, refunded, refundedOut, chargedBack } = totalsOf(ledger, payment);
  return {
    id: payment.id, status: payment.status, method: payment.method, currency: payment.currency, amount: payment.amount, captured, refunded, refundedOut, chargedBack,
    description: payment.description, metadata: JSON.parse(payment.metadata) as unknown,
    captures: ledger.captures(payment.id).map(movement), refunds: ledger.refunds(payment.id).map(movement),
  };
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new Problem(422, z.prettifyError(parsed.error));
  return parsed.data;
}
