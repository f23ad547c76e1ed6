/** The people of the simulated warehouse: what they say to us about a work order, by hand or by themselves, late, in part and now and then wrong. */
import { createHash } from 'node:crypto';
import type { KeptMessage, KeptWork, WarehouseStore } from './simulator-store.ts';

/** `late` looks at new work only after minutes, `reject` sends nothing, `partly` sends one piece and no more, `silent` lies still. */
export type Habit = 'late' | 'reject' | 'partly' | 'silent';

export interface Told { status: number; body: unknown }
export interface FloorOptions {
  kept: WarehouseStore;
  now: () => number;
  /** Sends one message to Spil; null when it could not be reached. */
  send(path: string, body: string): Promise<Told | null>;
  fault(kind: string): 'double' | 'drop' | null;
  /** How its people behave for a while; with `use` one time less. */
  habit(name: Habit, use?: boolean): boolean;
  /** Where the warehouse is reached, for tracking pages. */
  url(): string;
  location(): string;
}

export interface ShipWish { work: string; lines?: { sku: string; quantity: number }[] | undefined; rest?: 'follows' | 'not_coming' | undefined; trackingNumber?: string | undefined }

/** Milliseconds that work lies before somebody looks at it, before it is sent and delivered, before what was forgotten is found, and between two counts. */
const LATE = { answer: 4_000, late: 120_000, ship: 15_000, deliver: 60_000, found: 300_000, count: 1_800_000 } as const;

export function createFloor({ kept, now, send, fault, habit, url, location }: FloorOptions) {
  let holding = false;
  let counted: number | null = null;
  /** A number from 0 to 999 that is the same whenever it is asked about the same: the simulator has no chance of its own. */
  const draw = (about: string): number => createHash('sha256').update(about).digest().readUInt32BE() % 1000;
  const reference = (kind: string): string => `${location()}-${kind}-${kept.nextNumber()}`;

  const deliver = async (message: KeptMessage): Promise<void> => {
    const told = await send(message.path, message.body);
    if (told === null || told.status >= 500 || told.status === 429) return;
    kept.saved({ id: message.id, state: told.status < 400 ? 'told' : 'refused', answer: JSON.stringify(told.body) });
    if (message.kind !== 'ship' || told.status >= 400) return;
    for (const { id, trackingNumber } of (told.body as { parcels: { id: string; trackingNumber: string }[] }).parcels) {
      const parcel = kept.parcels().find((one) => one.trackingNumber === trackingNumber);
      if (parcel) kept.keepParcel({ ...parcel, parcel: id });
    }
  };
  /** Tells what waits, in the order in which it was said, or the other way round; stops where Spil cannot be reached. */
  const tell = async ({ reversed = false }: { reversed?: boolean } = {}): Promise<number> => {
    const waiting = kept.messages('waiting');
    for (const message of reversed ? waiting.toReversed() : waiting) await deliver(message);
    return waiting.length;
  };
  const say = async (kind: string, path: string, body: object): Promise<void> => {
    const wrong = fault(kind);
    if (wrong === 'drop') return;
    const message = kept.say(kind, path, body, holding);
    if (holding) return;
    await tell();
    if (wrong === 'double') await deliver(message);
  };
  const found = (id: string): KeptWork => {
    const work = kept.find(id);
    if (!work) throw new Error(`the warehouse has no work order ${id}`);
    return work;
  };
  const moved = (work: KeptWork, state: KeptWork['state']): void => kept.save({ ...work, state, changedAt: now(), asked: state === 'stopped' || state === 'rejected' ? false : work.asked });
  /** Pieces of a work order that lie here still to be sent. */
  const left = ({ work, sent }: KeptWork): { sku: string; quantity: number }[] => work.lines.flatMap(({ sku, quantity, line }) => { const n = quantity - (sent[String(line)] ?? 0); return n > 0 ? [{ sku, quantity: n }] : []; });
  const at = (id: string, verb: string): string => `/logistics/work/${id}/${verb}`;

  const accept = async (id: string): Promise<void> => { moved(found(id), 'accepted'); await say('accept', at(id, 'accept'), { reference: reference('ok'), expectedAt: new Date(now() + LATE.ship).toISOString() }); };
  const reject = async (id: string, reason = 'out_of_stock', lines: { line: number; quantity: number }[] | null = null): Promise<void> => {
    const work = found(id);
    if (lines === null) moved(work, 'rejected');
    await say('reject', at(id, 'reject'), { reference: reference('no'), reason, note: null, lines });
  };
  const answer = async (id: string, accepted: boolean): Promise<void> => {
    const work = found(id);
    if (accepted) moved(work, 'stopped');
    else kept.save({ ...work, asked: false, changedAt: now() });
    await say('cancellation', at(id, 'cancellation'), { reference: reference('stop'), accepted, reason: accepted ? null : 'It is on the truck' });
  };
  const ship = async ({ work: id, lines, rest = 'follows', trackingNumber }: ShipWish): Promise<string> => {
    const work = found(id);
    const goods = lines ?? left(work);
    const number = trackingNumber ?? `SIM${location().slice(0, 3).toUpperCase()}${String(kept.nextNumber()).padStart(8, '0')}`;
    const sent = { ...work.sent };
    for (const { sku, quantity } of goods) {
      kept.put(sku, -quantity);
      const line = work.work.lines.find((one) => one.sku === sku);
      if (line) sent[String(line.line)] = (sent[String(line.line)] ?? 0) + quantity;
    }
    const after = { ...work, sent };
    kept.save({ ...after, state: rest === 'not_coming' || left(after).length === 0 ? 'done' : 'accepted', changedAt: now() });
    // What goes to a store is received there by its people.
    const toStore = work.work.kind === 'transfer';
    kept.keepParcel({ trackingNumber: number, work: id, parcel: null, sentAt: now(), delivered: toStore });
    await say('ship', at(id, 'ship'), { reference: reference('ship'), shippedAt: new Date(now()).toISOString(), parcels: [{ carrier: toStore ? 'van' : 'dhl', trackingNumber: number, trackingUrl: `${url()}/track/${number}`, weightGrams: goods.reduce((sum, { quantity }) => sum + quantity * 900, 0), lines: goods }], rest });
    return number;
  };
  const arrive = async (trackingNumber: string, status = 'delivered'): Promise<void> => {
    const parcel = kept.parcels().find((one) => one.trackingNumber === trackingNumber);
    if (!parcel?.parcel) throw new Error(`no parcel ${trackingNumber} that Spil knows`);
    kept.keepParcel({ ...parcel, delivered: true });
    await say('scan', `/parcels/${parcel.parcel}/scans`, { status, at: new Date(now()).toISOString() });
  };
  const report = async (wrong: Readonly<Record<string, number>> = {}): Promise<void> => {
    for (const [sku, change] of Object.entries(wrong)) kept.put(sku, change);
    const last = kept.messages('told').filter(({ kind }) => kind === 'ship' || kind === 'receipt').at(-1);
    const rows = kept.shelf().map(({ sku, quantity }) => ({ sku, onHand: quantity }));
    await say('stock_report', '/logistics/stock-reports', { reference: reference('stock'), countedAt: new Date(now()).toISOString(), includes: last ? (JSON.parse(last.body) as { reference: string }).reference : null, rows });
  };
  const receive = async (lines: { sku: string; quantity: number }[]): Promise<void> => {
    for (const { sku, quantity } of lines) kept.put(sku, quantity);
    await say('receipt', '/logistics/receipts', { reference: reference('in'), lines });
  };

  /** One look around: everything that is due is done, most of it well. Answers how many things were done. */
  const workOn = async (): Promise<number> => {
    if (habit('silent')) return 0;
    let done = 0;
    for (const one of kept.all().filter(({ state }) => state === 'new' || state === 'accepted' || state === 'forgotten')) {
      const [age, chance] = [now() - one.changedAt, draw(`${one.id} ${one.state} ${JSON.stringify(one.sent)}`)];
      if (one.state === 'forgotten') {
        if (age >= LATE.found) { await accept(one.id); done += 1; }
        continue;
      }
      if (one.asked) { await answer(one.id, one.state === 'new' || chance < 700); done += 1; continue; }
      if (one.state === 'new' && age >= (habit('late') ? LATE.late : LATE.answer + chance * 10)) {
        if (habit('reject', true)) await reject(one.id);
        else if (chance < 12) moved(one, 'forgotten');
        else if (chance < 80) await reject(one.id, chance < 50 ? 'out_of_stock' : 'no_capacity');
        else await accept(one.id);
        done += 1;
      } else if (one.state === 'accepted' && age >= LATE.ship + chance * 20) {
        const goods = left(one);
        const first = goods[0];
        const several = goods.reduce((sum, { quantity }) => sum + quantity, 0) > 1;
        const partly = several && habit('partly', true);
        if (first && several && (partly || chance < 100)) await ship({ work: one.id, lines: [{ ...first, quantity: 1 }], rest: partly || chance < 50 ? 'not_coming' : 'follows' });
        else await ship({ work: one.id });
        done += 1;
      }
    }
    for (const parcel of kept.parcels().filter(({ delivered, parcel: id, sentAt }) => !delivered && id !== null && now() - sentAt >= LATE.deliver)) { await arrive(parcel.trackingNumber); done += 1; }
    if (counted === null || now() - counted >= LATE.count) {
      const [lost] = counted === null ? [] : kept.shelf().filter(({ sku, quantity }) => quantity > 1 && draw(`${sku} ${counted}`) < 10);
      counted = now();
      await report(lost ? { [lost.sku]: -1 } : {});
      done += 1;
    }
    return done + await tell();
  };

  return {
    accept, reject, answer, ship, arrive, report, receive, workOn, tell,
    /** Keeps what is said until it is let go, perhaps the other way round. */
    hold: (held: boolean): void => { holding = held; },
    release: async (reversed: boolean): Promise<number> => {
      holding = false;
      for (const message of kept.messages('held')) kept.saved({ id: message.id, state: 'waiting', answer: null });
      return tell({ reversed });
    },
    /** Tells everything that was told before once more. */
    repeat: async (): Promise<number> => {
      const told = kept.messages('told');
      for (const message of told) await send(message.path, message.body);
      return told.length;
    },
  };
}
export type Floor = ReturnType<typeof createFloor>;
