/** Getting parcels their labels: each is announced to its carrier once, whoever asks, however often an answer is lost. */
import type { Address } from '../kernel/address.ts';
import { newId } from '../kernel/ids.ts';
import type { Uuid } from '../kernel/ids.ts';
import type { Later } from '../kernel/jobs.ts';
import { fold, loadStreamBy } from '../modules/books/index.ts';
import type { Stream } from '../modules/books/index.ts';
import { issueLabel, labelFailed } from '../modules/fulfilment/index.ts';
import { backOff } from '../modules/payments/index.ts';
import { parcelsSlice } from '../modules/shipping/index.ts';
import type { AnnounceOutcome, Carrier, Parcel, ParcelRequest } from '../modules/shipping/index.ts';
import { claim, conclude, keepBarcode, keptBarcode, letGo } from './announcements.ts';
import type { Claim } from './announcements.ts';
import { bySystem, sentenceOf } from './deps.ts';
import type { WorkDeps } from './deps.ts';
import { requestFor, shipmentOf } from './parcel-request.ts';

/** A carrier that gives a barcode before the announcement: then it is kept first, and even a process killed between the two announces once. */
export interface BarcodeFirst {
  newBarcode(request: ParcelRequest): Promise<{ kind: 'barcode'; barcode: string } | Extract<AnnounceOutcome, { kind: 'refused' | 'unavailable' }>>;
}

/** How it went. `settled`: nothing to do (it has a label or a number by hand, was opened, or has left). `busy`: another process asks right now. */
export type LabelResult =
  | { kind: 'labelled'; barcode: string }
  | { kind: 'settled' }
  | { kind: 'busy' }
  | { kind: 'refused'; reason: string; field: string | null }
  | { kind: 'waiting'; reason: string; seconds: number };

const BY_PARCEL = 'select order_id from shipping.parcel where id = $1';

async function packed(deps: WorkDeps, id: Uuid): Promise<{ stream: Stream; parcel: Parcel } | null> {
  const stream = await loadStreamBy(deps.database, BY_PARCEL, id);
  const parcel = stream && fold(stream, parcelsSlice).get(id);
  return stream && parcel?.status === 'packed' ? { stream, parcel } : null;
}

export interface Choice { carrier: string; product: string }

/** Announces one parcel, unless it needs nothing any more. `choice` takes another carrier than the rule did. */
export async function announce(deps: WorkDeps, id: Uuid, choice: Choice | null = null): Promise<LabelResult> {
  const first = await packed(deps, id);
  if (!first) return { kind: 'settled' };
  const code = choice?.carrier ?? first.parcel.carrier;
  const carrier = deps.carriers.get(code);
  if (!carrier) return refuse(deps, id, 'carrier_unknown', `No connection with the carrier "${code}" is set up. Choose another carrier, or give a tracking number by hand.`, null);
  const main = await mainBarcode(deps, first, carrier);
  if (main === 'busy') return { kind: 'busy' };
  const owner = newId();
  const mine = await claim(deps.database, id, code, owner, deps.clock.now());
  if (!mine) return { kind: 'busy' };
  try {
    // Read again under the lease: the one who had it may just have finished.
    const now = await packed(deps, id);
    if (!now) {
      await conclude(deps.database, id, owner, { state: 'unused', barcode: null, reason: null, at: deps.clock.now() });
      return { kind: 'settled' };
    }
    return await ask(deps, carrier, now.stream, now.parcel, { owner, mine, main, product: choice?.product ?? now.parcel.product });
  } finally {
    await letGo(deps.database, id, owner);
  }
}

/** The barcode of the shipment's first parcel, which is announced before the others; null when this is the first or it cannot be had. */
async function mainBarcode(deps: WorkDeps, { stream, parcel }: { stream: Stream; parcel: Parcel }, carrier: Carrier): Promise<string | null | 'busy'> {
  const [main] = shipmentOf(stream, parcel).filter((one) => one.parcel === parcel.parcel || one.carrier === parcel.carrier);
  if (!main || main.parcel === parcel.parcel) return null;
  if (main.barcode !== null) return main.carrier === carrier.code ? main.barcode : null;
  const before = await announce(deps, main.parcel);
  if (before.kind === 'busy') return 'busy';
  return before.kind === 'labelled' ? before.barcode : keptBarcode(deps.database, main.parcel, carrier.code);
}

async function ask(deps: WorkDeps, carrier: Carrier, stream: Stream, parcel: Parcel, { owner, mine, main, product }: { owner: Uuid; mine: Claim; main: string | null; product: string }): Promise<LabelResult> {
  const id = parcel.parcel;
  const end = (state: 'trying' | 'announced' | 'refused' | 'unused', barcode: string | null, reason: string | null): Promise<void> => conclude(deps.database, id, owner, { state, barcode, reason, at: deps.clock.now() });
  let outcome: AnnounceOutcome;
  let receiver: Address | null = null;
  try {
    const asked = await requestFor(deps, carrier, stream, parcel, { product, barcode: mine.barcode, main });
    if ('request' in asked) receiver = asked.request.receiver;
    outcome = 'missing' in asked ? { kind: 'refused', code: asked.missing.code, reason: asked.missing.reason, field: null } : await outside(deps, carrier, asked.request);
  } catch (error) {
    outcome = { kind: 'unavailable', reason: sentenceOf(error), barcode: mine.barcode, retryAfterSeconds: null };
  }
  switch (outcome.kind) {
    case 'announced': {
      const { barcode, trackingUrl, label } = outcome;
      await keepBarcode(deps.database, id, barcode);
      // Somebody who typed a number meanwhile has stuck another label on it: that one stays.
      if (!await packed(deps, id)) {
        await end('unused', barcode, null);
        return { kind: 'settled' };
      }
      await issueLabel(deps.app, bySystem(deps), id, { carrier: carrier.code, barcode, trackingUrl, byHand: false, labels: [label] }, () => null);
      await end('announced', barcode, null);
      return { kind: 'labelled', barcode };
    }
    case 'refused': {
      const kept = withoutPerson(outcome.reason, receiver);
      await refuse(deps, id, outcome.code, kept, outcome.field);
      await end('refused', null, kept);
      return { kind: 'refused', reason: outcome.reason, field: outcome.field };
    }
    case 'unavailable': {
      const reason = `${carrier.name} cannot be reached; we keep trying, and the label comes by itself. If it takes too long, give a tracking number by hand.`;
      const kept = withoutPerson(outcome.reason, receiver);
      await end('trying', outcome.barcode, kept);
      deps.log({ parcel: id, carrier: carrier.code, reason: kept }, 'a label could not be had');
      await labelFailed(deps.app, bySystem(deps), id, { reason, code: 'unavailable', retrying: true }, () => null);
      return { kind: 'waiting', reason, seconds: outcome.retryAfterSeconds ?? backOff(mine.earlier) };
    }
  }
}

/** A carrier's sentence may repeat the address it complains of; what is kept in the journal names nobody. */
export function withoutPerson(sentence: string, receiver: Address | null): string {
  const values = receiver === null ? [] : Object.entries(receiver).flatMap(([field, value]) => (value === null || field === 'country' || value.trim().length < 3 ? [] : [value.trim()]));
  return values.toSorted((a, b) => b.length - a.length).reduce((text, value) => text.replaceAll(value, '…'), sentence);
}

const givesBarcodes = (carrier: Carrier): carrier is Carrier & BarcodeFirst => 'newBarcode' in carrier;

async function outside(deps: WorkDeps, carrier: Carrier, request: ParcelRequest): Promise<AnnounceOutcome> {
  if (request.barcode !== null || !givesBarcodes(carrier)) return carrier.announce(request);
  const given = await carrier.newBarcode(request);
  if (given.kind !== 'barcode') return given;
  await keepBarcode(deps.database, request.parcel, given.barcode);
  return carrier.announce({ ...request, barcode: given.barcode });
}

async function refuse(deps: WorkDeps, id: Uuid, code: string, reason: string, field: string | null): Promise<LabelResult> {
  await labelFailed(deps.app, bySystem(deps), id, { reason, code, retrying: false }, () => null);
  return { kind: 'refused', reason, field };
}

/** The job of a label: again later while the carrier cannot be reached. */
export async function labelJob(deps: WorkDeps, parcel: Uuid): Promise<Later | void> {
  const result = await announce(deps, parcel);
  if (result.kind === 'busy') return { later: 10, reason: 'another process asks for this label' };
  if (result.kind === 'waiting') return { later: result.seconds, reason: result.reason };
}

/**
 * Asks for labels right after packing, in the request of the store, so that the label is there in the same second. Answers after
 * `withinMilliseconds` at the latest; what is not ready then goes on, and the job of each parcel makes sure. Never throws.
 */
export async function tryLabelsNow(deps: WorkDeps, parcels: readonly Uuid[], withinMilliseconds = 4000): Promise<void> {
  const all = (async () => {
    for (const parcel of parcels) await announce(deps, parcel);
  })().catch((error: unknown) => deps.log({ parcels, error: sentenceOf(error) }, 'a label could not be made at once'));
  let timer: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([all, new Promise<void>((resolve) => { timer = setTimeout(resolve, withinMilliseconds); })]);
  clearTimeout(timer);
}
