/** What a partner answers about a work order: accepted, rejected, and whether it could be stopped. */
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import type { Change } from '../../kernel/change.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, unitsOf } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { askedIn, askedOf, DIALOGUE_NEXT, isPaused, withThem } from '../dialogue/index.ts';
import type { DialogueEvents, Saying } from '../dialogue/index.ts';
import { shortUnits } from '../fulfilment/index.ts';
import type { FloorDeps, Fulfilment } from '../fulfilment/index.ts';
import { cancel, orderSlice, planOpen, settleMoney, worldOf } from '../orders/index.ts';
import type { CancelReason } from '../orders/index.ts';
import type { z } from 'zod';
import { REASONS } from './contract.ts';
import type { AcceptBody, CancellationBody, Reason, RejectBody, Said } from './contract.ts';
import { once, possible, raiseTask } from './messages.ts';
import { openOf, partnerWork, saidOf } from './present.ts';
import type { PartnerWork } from './present.ts';
import { partnerProblems } from './problems.ts';

export type PartnerDeps = FloorDeps;
interface LineCount { line: number; quantity: number }

/** Whether a saying means something now; refuses one that answers nothing. */
export function refuseOutOfTurn({ stream, work, dialogue }: PartnerWork, saying: Saying): 'news' | 'known' {
  const next = DIALOGUE_NEXT[dialogue.state][saying];
  if (next === 'no') {
    const number = `${fold(stream, orderSlice).number}-${work.number}`;
    if (saying === 'agree' || saying === 'refuse') throw partnerProblems.nothing_asked({ detail: `Nothing of work order ${number} was asked to be stopped. Reject it when you cannot send it.`, found: dialogue.state });
    const waits = isPaused(dialogue) ? `The order of ${number} is held, and you stopped it. Do not send it; it is given again when the order is released.` : `Work order ${number} was cancelled, and you agreed. Do not send it.`;
    throw partnerProblems.ended({ detail: dialogue.state === 'rejected' ? `You rejected work order ${number}; it was planned elsewhere. Do not send it.` : waits, found: dialogue.state });
  }
  return next === 'stays' ? 'known' : 'news';
}

/** Takes one message about a work order, once. */
export function about<B extends { reference: string }, T>(deps: PartnerDeps, context: CommandContext, fulfilment: Uuid, kind: 'accept' | 'reject' | 'ship' | 'cancellation', body: B, decide: (change: Change, found: PartnerWork) => Promise<T> | T): Promise<Outcome<T>> {
  let found: PartnerWork | null = null;
  return once<T>(deps.database, context, async () => {
    found = await partnerWork(deps.database, context.actor, fulfilment);
    return { location: found.work.location, reference: body.reference, kind, fulfilment, body };
  }, async (change) => {
    if (!found) throw new Error('a message without its work order');
    const answer = await decide(change, found);
    return { answer, stream: found.stream };
  });
}

/** The work order is taken up. One that crosses with our question to stop is noted; the question stands. */
export const acceptWork = (deps: PartnerDeps, context: CommandContext, fulfilment: Uuid, body: z.output<typeof AcceptBody>): Promise<Outcome<Said>> =>
  about(deps, context, fulfilment, 'accept', body, (change, found) => accept(deps, change, found, body, context));

/** What an acceptance makes of the order it is about. */
export function accept(deps: Pick<PartnerDeps, 'books'>, change: Change, found: PartnerWork, body: z.output<typeof AcceptBody>, context: CommandContext): Said {
  const { stream, work, dialogue } = found;
  const { fulfilment } = work;
  const news = refuseOutOfTurn(found, 'accept') === 'news';
  if (news || dialogue.acceptedAt === null) deps.books.record(change, stream, [{ type: 'WorkAccepted', data: { fulfilment, location: work.location, reference: body.reference, expectedAt: body.expectedAt === null ? null : new Date(body.expectedAt).toISOString() } satisfies DialogueEvents['WorkAccepted'] }], context);
  return saidOf(stream, fulfilment);
}

/** The units that a list of lines means: refuses lines of other work and more than there is; null is all that is open. */
function wanted(stream: Stream, work: Fulfilment, number: string, lines: readonly LineCount[] | null): LineCount[] {
  const there = new Map<number, number>();
  for (const held of withThem(unitsOf(stream), work)) there.set(held.line, (there.get(held.line) ?? 0) + held.n);
  if (lines === null) return [...there].map(([line, quantity]) => ({ line, quantity }));
  for (const [index, { line, quantity }] of lines.entries()) {
    if (lines.findIndex((one) => one.line === line) < index) throw partnerProblems.counted_twice({ detail: `Line ${line} is named twice.`, field: `lines[${index}].line` });
    const open = there.get(line) ?? 0;
    if (quantity > open) throw partnerProblems.line_unknown({ detail: open === 0 ? `Work order ${number} has nothing of line ${line} to send${there.size > 0 ? `; it has lines ${[...there.keys()].join(', ')}` : ''}.` : `Of line ${line} ${open} are still to be sent, ${quantity} named.`, found: quantity, expected: open, field: `lines[${index}]` });
  }
  return [...lines];
}

/** What becomes of units that a partner does not send: what we had asked to stop is cancelled, the rest is planned elsewhere at once. */
export async function giveBack(deps: PartnerDeps, change: Change, { stream, work, dialogue }: PartnerWork, lines: readonly LineCount[], reason: Reason, note: string | null, context: CommandContext): Promise<void> {
  const stopped = lines.flatMap(({ line, quantity }) => { const n = Math.min(quantity, askedOf(dialogue, line)); return n > 0 ? [{ line, delivery: work.delivery, quantity: n }] : []; });
  const because = (dialogue.open.find(({ withdrawn, hold }) => !withdrawn && !hold)?.reason ?? 'customer') as CancelReason;
  if (stopped.length > 0) deps.books.record(change, stream, cancel(stream, stopped, because, null, ['allocated', 'picked'], work.fulfilment), context);
  const world = await worldOf(deps, stream, context.now);
  const left = lines.map(({ line, quantity }) => ({ line, quantity: quantity - (stopped.find((one) => one.line === line)?.quantity ?? 0) })).filter(({ quantity }) => quantity > 0);
  for (const { line, quantity } of left) {
    const sku = unitsOf(stream).lines.get(line)?.sku;
    const balance = world.balances.find((one) => one.sku === sku && one.location === work.location) ?? null;
    deps.books.record(change, stream, shortUnits(unitsOf(stream), work, line, quantity, { code: reason, label: { en: reason, nl: reason }, ...REASONS[reason] }, note, balance, context.now), context);
  }
  if (left.length > 0) planOpen(deps.books, change, stream, world, context, deps.worlds.day(context.now), { only: new Set(left.map(({ line }) => line)) });
  settleMoney(deps.books, change, stream, stopped.length > 0 ? because : 'nowhere_in_stock', context);
}

/** All of the work order, or some lines of it, will not be sent: planned elsewhere at once; what nobody has waits or is cancelled, and the money follows. */
export const rejectWork = (deps: PartnerDeps, context: CommandContext, fulfilment: Uuid, body: z.output<typeof RejectBody>): Promise<Outcome<Said>> =>
  about(deps, context, fulfilment, 'reject', body, (change, found) => reject(deps, change, found, body, context));

/** What a rejection makes of the order it is about. */
export async function reject(deps: PartnerDeps, change: Change, found: PartnerWork, body: z.output<typeof RejectBody>, context: CommandContext): Promise<Said> {
  const { stream, work } = found;
  const { fulfilment } = work;
  if (refuseOutOfTurn(found, 'reject') === 'known') return saidOf(stream, fulfilment);
  const lines = wanted(stream, work, `${fold(stream, orderSlice).number}-${work.number}`, body.lines);
  const open = openOf(stream, work);
  if (lines.length === 0 && found.dialogue.open.length === 0) throw partnerProblems.ended({ detail: `Everything of work order ${fold(stream, orderSlice).number}-${work.number} was sent; what was sent cannot be rejected.`, found: 'sent' });
  const before = { ...found, dialogue: { ...found.dialogue, open: [...found.dialogue.open] } };
  const rest = open - lines.reduce((sum, { quantity }) => sum + quantity, 0);
  deps.books.record(change, stream, [{ type: 'WorkRejected', data: { fulfilment, location: work.location, reference: body.reference, lines, reason: body.reason, note: body.note, rest } satisfies DialogueEvents['WorkRejected'] }], context);
  await giveBack(deps, change, before, lines, body.reason, body.note, context);
  return saidOf(stream, fulfilment);
}

/** The answer to our question to stop: what could be stopped is cancelled and its money goes back; what could not will be delivered, and who asked is told. */
export const answerCancellation = (deps: PartnerDeps, context: CommandContext, fulfilment: Uuid, body: z.output<typeof CancellationBody>): Promise<Outcome<Said>> =>
  about(deps, context, fulfilment, 'cancellation', body, (change, found) => stopOrNot(deps, change, found, body, context));

/** What an answer to our question makes of the order it is about. */
export function stopOrNot(deps: Pick<PartnerDeps, 'books'>, change: Change, found: PartnerWork, body: z.output<typeof CancellationBody>, context: CommandContext): Said {
  const { stream, work, dialogue } = found;
  const { fulfilment } = work;
  if (refuseOutOfTurn(found, body.accepted ? 'agree' : 'refuse') === 'known') return saidOf(stream, fulfilment);
  const number = `${fold(stream, orderSlice).number}-${work.number}`;
  const base = { fulfilment, location: work.location, reference: body.reference };
  // Who said no may manage it after all: it is then an answer to what was asked before.
  const questions = dialogue.state === 'cancellation_rejected' ? dialogue.refused : dialogue.open.filter(({ withdrawn }) => !withdrawn);
  const asked = dialogue.lines.flatMap(({ line }) => { const n = Math.min(openOf(stream, work, line), askedIn(questions, line)); return n > 0 ? [{ line, quantity: n }] : []; });
  if (!body.accepted) {
    // Who wanted to cancel is told; a hold was nobody's wish to have it cancelled.
    const first = questions.find(({ hold }) => !hold);
    deps.books.record(change, stream, [{ type: 'WorkCancelRejected', data: { ...base, lines: asked, reason: body.reason, askedBy: first?.by.id ?? 'spil' } satisfies DialogueEvents['WorkCancelRejected'] }], context);
    const detail = questions.length > 0 ? `Work order ${number} could not be stopped${body.reason === null ? '' : `: ${body.reason}`}. It will be delivered; tell who asked.` : `Work order ${number} could not be stopped${body.reason === null ? '' : `: ${body.reason}`}, though its goods are cancelled or come from elsewhere. It may be sent twice.`;
    raiseTask(change, { kind: questions.length > 0 ? 'cancellation_refused' : 'shipped_cancelled', location: work.location, order: stream.id, sku: null, detail }, context.now);
    return saidOf(stream, fulfilment);
  }
  const lines = body.lines === null ? asked : wanted(stream, work, number, body.lines);
  for (const [index, { line, quantity }] of lines.entries()) {
    const most = asked.find((one) => one.line === line)?.quantity ?? 0;
    if (quantity > most) throw partnerProblems.line_unknown({ detail: `Of line ${line} ${most} were asked to be stopped, ${quantity} named. Reject what you cannot send.`, found: quantity, expected: most, field: `lines[${index}]` });
  }
  const cancelling = questions.find(({ hold }) => !hold);
  const reason = (cancelling?.reason ?? dialogue.lastReason ?? 'customer') as CancelReason;
  const rest = openOf(stream, work) - lines.reduce((sum, { quantity }) => sum + quantity, 0);
  // What was asked because the order is held stays on their shelf, and ours in the books; what somebody cancelled goes.
  const paused = questions.some(({ hold }) => hold);
  const stopped = lines.flatMap(({ line, quantity }) => { const n = paused ? Math.min(quantity, askedIn(questions.filter(({ hold }) => !hold), line)) : quantity; return n > 0 ? [{ line, delivery: work.delivery, quantity: n }] : []; });
  const held = lines.flatMap(({ line, quantity }) => { const n = quantity - (stopped.find((one) => one.line === line)?.quantity ?? 0); return n > 0 ? [{ line, quantity: n }] : []; });
  const cancelled = stopped.length === 0 ? [] : cancel(stream, stopped, reason, cancelling?.note ?? null, ['allocated', 'picked'], fulfilment);
  deps.books.record(change, stream, [{ type: 'WorkCancelAccepted', data: { ...base, lines, rest, ...(held.length > 0 ? { held } : {}) } satisfies DialogueEvents['WorkCancelAccepted'] }, ...cancelled], context);
  settleMoney(deps.books, change, stream, reason, context);
  return saidOf(stream, fulfilment);
}

/** A moment of theirs: possible, and not before they had the work order. */
export const momentOf = (found: PartnerWork, at: string | undefined, field: string, now: string): string => (at === undefined ? now : possible(at, field, now, found.dialogue.submittedAt));
