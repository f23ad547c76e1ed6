/** Pure: changing and cancelling an order while its goods have not left, and what that means for money. */
import type { Uuid } from '../../kernel/ids.ts';
import type { Minor } from '../../kernel/money.ts';
import type { Refusal } from '../../kernel/problem.ts';
import { bucketOf, fold, moneyOf, STILL_HERE, unitShare, unitsIn, unitsOf } from '../books/index.ts';
import type { HeldUnits, MoneyEntry, NewEvent, Stage, Stream, UnitMove, Units } from '../books/index.ts';
import { askToStop, dialogueSlice, releaseOf, withdrawn } from '../dialogue/index.ts';
import type { Dialogues, Release } from '../dialogue/index.ts';
import { paymentsSlice, settlement } from '../payments/index.ts';
import { parcelsSlice, unpack } from '../shipping/index.ts';
import type { Parcel } from '../shipping/index.ts';
import { unitsOfCharge } from './charges.ts';
import { absorbed, goodwillLeft } from './goodwill.ts';
import { orderProblems } from './problems.ts';
import { orderSlice } from './state.ts';
import type { Order } from './state.ts';
import type { CancelReason, OrderCharge, OrderEvents, OrderLine } from './types.ts';

/** What is left of a charge that was sold. */
const chargeLeft = (order: Order, charge: OrderCharge): Minor => charge.total - (order.waived.get(charge.ref) ?? 0);

/** The part of what is due whose goods have not left: it is captured when they do, and need not be paid back before. */
export function stillHere(order: Order, units: Units): Minor {
  let total = 0;
  for (const line of order.lines.values()) {
    const here = unitsIn(units, { line: line.line, stage: STILL_HERE }).reduce((sum, held) => sum + held.n, 0);
    const settled = order.settled.get(line.line) ?? 0;
    total += unitShare(line.total, line.quantity, line.quantity - settled - here, here);
  }
  for (const charge of order.charges.values()) {
    const held = unitsOfCharge(order, units, charge);
    const left = held.some((one) => !STILL_HERE.includes(one.stage) && one.stage !== 'cancelled');
    const coming = held.some((one) => STILL_HERE.includes(one.stage));
    if (!left && coming) total += chargeLeft(order, charge);
  }
  return total;
}

/** The money events that close the order to what is owed now. */
export function moneyEvents(stream: Stream, reason: string, newIntent: () => string): NewEvent[] {
  const gift = absorbed(stream);
  const money = moneyOf(stream);
  const book = gift ? { ...money, due: money.due + (gift.moves?.money ?? []).reduce((sum, entry) => sum + entry.amount, 0) } : money;
  const events = settlement(book, fold(stream, paymentsSlice), { stillHere: stillHere(fold(stream, orderSlice), unitsOf(stream)), reason }, newIntent);
  return gift ? [gift, ...events] : events;
}

/** Lines and charges that come onto an order later: their units are open, and what is due rises by their totals. */
export function linesAdded(lines: readonly OrderLine[], charges: readonly OrderCharge[]): NewEvent {
  const due = [...lines, ...charges].reduce((sum, part) => sum + part.total, 0);
  return {
    type: 'LinesAdded', data: { lines: [...lines], charges: [...charges] } satisfies OrderEvents['LinesAdded'],
    moves: {
      lines: lines.map(({ line, sku, kind }) => ({ line, sku: kind === 'goods' ? sku : null })),
      units: lines.map(({ line, delivery, quantity }) => ({ line, delivery, n: quantity, from: null, to: { stage: 'open', holder: null, location: null } })),
      ...(due === 0 ? {} : { money: [{ account: 'due', amount: due }] }),
    },
  };
}

export interface Reduction { line: number; delivery?: number; quantity: number }

/** From where units are taken first when they are cancelled: the least work is undone. */
const CANCEL_ORDER: readonly Stage[] = ['open', 'waiting', 'allocated', 'ready', 'picked', 'packed'];

/**
 * Cancels units whose goods have not left. Parcels that hold some of them are opened first; goods that were picked stay in `picked`
 * until they are put back. A charge goes when nothing of its delivery remains. Units that somebody outside has taken up stay: they are asked to
 * stop (`agreed` names the work for which they said yes), and those of which they said that it cannot be stopped do not count.
 */
export function cancel(stream: Stream, given: readonly Reduction[], reason: CancelReason, note: string | null, stages: readonly Stage[] = CANCEL_ORDER, agreed: Uuid | null = null): NewEvent[] {
  const order = fold(stream, orderSlice);
  const units = unitsOf(stream);
  const parcels = fold(stream, parcelsSlice);
  const dialogues = fold(stream, dialogueSlice);
  const { mustAsk, from } = takeable(units, dialogues, agreed);
  if (given.length === 0) throw orderProblems.nothing_to_cancel({ detail: 'No line was named.' });
  const wanted = together(given);
  refuseMoreThanHere(order, wanted, (want) => from({ ...want, stage: stages }).reduce((sum, held) => sum + held.n, 0));

  const events: NewEvent[] = [];
  const moves: UnitMove[] = [];
  const taken: { line: number; delivery: number; quantity: number }[] = [];
  const opened = new Set<string>();
  // Buckets are the same objects throughout: what one reduction took of them the next does not see again.
  const used = new Map<HeldUnits, number>();
  const due: MoneyEntry[] = [];
  const asks: { holder: Uuid; line: number; delivery: number; quantity: number }[] = [];
  for (const one of wanted) {
    let left = one.quantity;
    const line = order.lines.get(one.line);
    const settled = (order.settled.get(one.line) ?? 0) + taken.filter((before) => before.line === one.line).reduce((sum, before) => sum + before.quantity, 0);
    const before = taken.length;
    for (const stage of stages) {
      for (const held of from({ line: one.line, ...(one.delivery === undefined ? {} : { delivery: one.delivery }), stage })) {
        const n = Math.min(left, held.n - (used.get(held) ?? 0));
        if (n <= 0) continue;
        left -= n;
        used.set(held, (used.get(held) ?? 0) + n);
        if (held.holder !== null && mustAsk(held)) {
          asks.push({ holder: held.holder, line: held.line, delivery: held.delivery, quantity: n });
          continue;
        }
        taken.push({ line: held.line, delivery: held.delivery, quantity: n });
        const parcel = stage === 'packed' && held.holder !== null ? parcels.get(held.holder) : undefined;
        if (parcel && !opened.has(parcel.parcel)) {
          opened.add(parcel.parcel);
          events.push(unpack(units, parcel, 'cancelled'));
        }
        moves.push(cancelled(held, n, parcel));
      }
    }
    const now = taken.slice(before).reduce((sum, { quantity }) => sum + quantity, 0);
    if (line && now > 0) due.push({ account: 'due', amount: -unitShare(line.total, line.quantity, line.quantity - settled - now, now) });
  }
  const questions = askToStop(stream, asks, reason, note);
  if (moves.length === 0 && questions.length === 0) throw orderProblems.cancellation_asked({ detail: `${[...new Set(asks.map(({ holder }) => dialogues.get(holder)?.location ?? ''))].join(', ')} was asked to stop this already. Wait for the answer: it is told with the order.`, field: 'lines' });
  if (moves.length === 0) return questions;
  const waived = waivedCharges(order, units, moves);
  for (const { amount } of waived) due.push({ account: 'due', amount: -amount });
  const total = lowered(stream, due);
  events.push({
    type: 'ItemsCancelled', data: { lines: mergedLines(taken), charges: waived, reason, note } satisfies OrderEvents['ItemsCancelled'],
    moves: { units: moves, ...(total === 0 ? {} : { money: [{ account: 'due', amount: total }] }) },
  });
  return [...events, ...(agreed === null ? withdrawn(stream, moves, reason) : []), ...questions];
}

/** Refuses what is not in the order, and more than is left of it. */
function refuseMoreThanHere(order: Order, wanted: readonly Reduction[], left: (want: { line: number; delivery?: number }) => number): void {
  for (const [line, quantity] of perLine(wanted)) {
    if (order.lines.has(line) && left({ line }) < quantity) throw tooLate(order, line, quantity, left({ line }));
  }
  for (const { line, delivery, quantity } of wanted) {
    if (!order.lines.has(line)) throw orderProblems.line_unknown({ detail: `The order has no line ${line}; it has ${[...order.lines.keys()].join(', ')}.`, found: line, field: 'lines' });
    const here = left({ line, ...(delivery === undefined ? {} : { delivery }) });
    if (here < quantity) throw tooLate(order, line, quantity, here);
  }
}

/** Units go from where they stand; out of an opened parcel they are in the hands of who packed it. */
function cancelled(held: HeldUnits, n: number, parcel: Parcel | undefined): UnitMove {
  const unit = { line: held.line, delivery: held.delivery, n };
  if (held.stage === 'packed') {
    const hand = { holder: parcel?.fulfilment ?? null, location: held.location };
    return { ...unit, from: { stage: 'picked', ...hand }, to: { stage: 'cancelled', ...hand } };
  }
  // Whoever had picked them keeps them in hand until they are put back, so the bucket remembers the holder and the place.
  const inHand = held.stage === 'picked' || held.stage === 'ready';
  return { ...unit, from: bucketOf(held), to: { stage: 'cancelled', holder: inHand ? held.holder : null, location: inHand ? held.location : null } };
}

/** Which units may be taken out of an order, and of which somebody outside must agree. What an agreement frees is that work's alone; what is free goes before what must be asked for. */
function takeable(units: Units, dialogues: Dialogues, agreed: Uuid | null): { mustAsk(held: HeldUnits): boolean; from(want: Parameters<typeof unitsIn>[1]): HeldUnits[] } {
  const release = (held: HeldUnits): Release => (held.stage === 'allocated' || held.stage === 'picked' ? releaseOf(dialogues, held, agreed) : 'free');
  const mustAsk = (held: HeldUnits): boolean => release(held) === 'ask';
  return { mustAsk, from: (want) => unitsIn(units, want).filter((held) => release(held) !== 'never' && (agreed === null || (held.holder === agreed && held.location === dialogues.get(agreed)?.location))).sort((a, b) => Number(mustAsk(a)) - Number(mustAsk(b))) };
}

/**
 * By how much what is due falls. A discount on the whole order can be worth more than what is left of it: what is due stops at nothing,
 * but for money given by hand, which is then absorbed.
 */
const lowered = (stream: Stream, entries: readonly MoneyEntry[]): Minor =>
  Math.max(entries.reduce((sum, entry) => sum + entry.amount, 0), -Math.max(0, moneyOf(stream).due + goodwillLeft(fold(stream, orderSlice))));

const tooLate = (order: Order, line: number, asked: number, left: number): Refusal =>
  orderProblems.too_late({ detail: `Of line ${line} (${order.lines.get(line)?.name ?? ''}) ${left} can still be cancelled, ${asked} asked. What has left can come back as a return.`, found: asked, expected: left, field: 'lines' });

/** What is named twice is one reduction; those that name a delivery go first, so that the others take what is left. */
function together(given: readonly Reduction[]): Reduction[] {
  const merged = new Map<string, Reduction>();
  for (const one of given) {
    const key = `${one.line} ${one.delivery ?? ''}`;
    merged.set(key, { ...one, quantity: one.quantity + (merged.get(key)?.quantity ?? 0) });
  }
  return [...merged.values()].sort((a, b) => Number(a.delivery === undefined) - Number(b.delivery === undefined));
}

function perLine(wanted: readonly Reduction[]): Map<number, number> {
  const lines = new Map<number, number>();
  for (const { line, quantity } of wanted) lines.set(line, (lines.get(line) ?? 0) + quantity);
  return lines;
}

function mergedLines(taken: readonly { line: number; delivery: number; quantity: number }[]): OrderEvents['ItemsCancelled']['lines'] {
  const merged = new Map<string, { line: number; delivery: number; quantity: number }>();
  for (const one of taken) {
    const key = `${one.line} ${one.delivery}`;
    const before = merged.get(key);
    merged.set(key, { ...one, quantity: one.quantity + (before?.quantity ?? 0) });
  }
  return [...merged.values()];
}

/** Charges of deliveries of which nothing will be left after these moves. */
function waivedCharges(order: Order, units: Units, moves: readonly UnitMove[]): { ref: string; amount: Minor }[] {
  const waived: { ref: string; amount: Minor }[] = [];
  for (const charge of order.charges.values()) {
    const held = unitsOfCharge(order, units, charge).filter((one) => one.stage !== 'cancelled');
    const paysFor = new Set(held.map(({ delivery }) => delivery));
    const remaining = held.reduce((sum, one) => sum + one.n, 0) - moves.reduce((sum, move) => sum + (paysFor.has(move.delivery) ? move.n : 0), 0);
    const amount = chargeLeft(order, charge);
    if (remaining === 0 && amount !== 0) waived.push({ ref: charge.ref, amount });
  }
  return waived;
}
