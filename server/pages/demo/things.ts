/** What the simulated outside world holds: customers' mail, parcels with the carrier, payments at the provider. */
import type { Database } from '../../kernel/database.ts';
import { kernelProblems } from '../../kernel/problem.ts';
import { PARCEL_STEPS } from './contract.ts';
import type { Mail, Mails, Parcels, Payments } from './contract.ts';
import type { Simulators } from './simulators.ts';
import type { z } from 'zod';

/** Lists show the newest; the older ones are in the simulator's own pages. */
const SHOWN = 100;

interface Received { id: number; from: string; to: string; subject: string; receivedAt: string; count: number; html: string; text: string }
const received = async (simulators: Simulators, to?: string): Promise<Received[]> => (await simulators.ask<{ mails: Received[] }>('mailbox', `/_control/mails${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`)).mails;

export async function listMails(simulators: Simulators, to?: string): Promise<z.infer<typeof Mails>> {
  const mails = await received(simulators, to);
  return { mails: mails.slice(-SHOWN).toReversed().map(({ id, to: receiver, subject, receivedAt, count }) => ({ id, to: receiver, subject, receivedAt, count })) };
}

export async function readMail(simulators: Simulators, id: number): Promise<z.infer<typeof Mail>> {
  const mail = (await received(simulators)).find((one) => one.id === id);
  if (!mail) throw kernelProblems.not_found({ detail: 'There is no such mail.', found: id });
  const { from, to, subject, receivedAt, count, html, text } = mail;
  return { id, from, to, subject, receivedAt, count, html, text };
}

type Step = (typeof PARCEL_STEPS)[number];
/** Where a parcel may be taken from where it is; the carrier adds the steps in between. */
const NEXT: Readonly<Record<string, readonly Step[]>> = {
  announced: ['accepted', 'sorted', 'out_for_delivery', 'delivered', 'delivered_neighbour', 'at_pickup_point', 'lost'], accepted: ['sorted', 'out_for_delivery', 'delivered', 'delivered_neighbour', 'at_pickup_point', 'refused', 'lost'],
  sorted: ['out_for_delivery', 'delivered', 'delivered_neighbour', 'at_pickup_point', 'refused', 'lost'], out_for_delivery: ['delivered', 'delivered_neighbour', 'refused', 'lost'], at_pickup_point: ['collected', 'lost'], refused: ['returned', 'lost'],
};
const DOOR: readonly Step[] = ['out_for_delivery', 'delivered', 'delivered_neighbour', 'refused', 'returned'];
const POINT: readonly Step[] = ['at_pickup_point', 'collected'];

interface CarrierParcel { barcode: string; product: string; reference: string | null; place: string; scans: { place: string; at: string }[] }

/** Parcels that the carrier knows, the newest first, with the places each may be taken to: those to a pickup point have no door. */
export async function listParcels(simulators: Simulators, database: Database): Promise<z.infer<typeof Parcels>> {
  const { parcels } = await simulators.ask<{ parcels: CarrierParcel[] }>('postnl', '/_control/parcels');
  const shown = parcels.toSorted((a, b) => (b.scans[0]?.at ?? '').localeCompare(a.scans[0]?.at ?? '')).slice(0, SHOWN);
  const ours = new Map((await database.query<{ barcode: string; location: string; number: string }>('select p.barcode, p.location, o.number from shipping.parcel p join orders.order o on o.id = p.order_id where p.barcode = any($1)', [shown.map(({ barcode }) => barcode)])).map((row) => [row.barcode, row]));
  return {
    parcels: shown.map(({ barcode, product, reference, place, scans }) => ({
      barcode, reference, place, scans: scans.map(({ place: at, at: when }) => ({ place: at, at: when })), location: ours.get(barcode)?.location ?? null, order: ours.get(barcode)?.number ?? null,
      next: (NEXT[place] ?? []).filter((step) => !(product === '3533' ? DOOR : POINT).includes(step) && !scans.some((scan) => scan.place === step)),
    })),
  };
}

export async function advanceParcel(simulators: Simulators, barcode: string, to: Step | null): Promise<{ steps: string[] }> {
  const { moved } = await simulators.tell<{ moved: { steps: string[] }[] }>('postnl', '/_control/advance', { barcode, ...(to === null ? {} : { to }) });
  return { steps: moved.flatMap(({ steps }) => steps) };
}

interface ProviderPayment { id: string; method: string | null; status: string; currency: string; amount: number; captured: number; refunded: number; chargedBack: number; description: string; refunds: { id: string; amount: number; status: string }[] }

export async function listPayments(simulators: Simulators): Promise<z.infer<typeof Payments>> {
  const { payments } = await simulators.ask<{ payments: ProviderPayment[] }>('mollie', '/_control/payments');
  return {
    payments: payments.slice(-SHOWN).toReversed().map(({ id, method, status, currency, amount, captured, refunded, chargedBack, description, refunds }) => ({
      id, method: method ?? '', status, currency, amount, captured, refunded, chargedBack, description, refunds: refunds.map((refund) => ({ id: refund.id, amount: refund.amount, status: refund.status })),
    })),
  };
}

/** The customer's bank takes the money back, or somebody refunds in the provider's dashboard: Spil hears of it, and was not asked. */
export async function touchPayment(simulators: Simulators, payment: string, what: 'chargeback' | 'refund', amount: number | null): Promise<void> {
  await simulators.tell('mollie', `/_control/${what}`, { payment, amount });
}
