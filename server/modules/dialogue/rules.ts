/** Pure: whether units that stand with somebody outside may be taken from them, and the questions that follow when not. */
import { createHash } from 'node:crypto';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, unitsIn, unitsOf } from '../books/index.ts';
import type { HeldUnits, NewEvent, Stream, UnitMove, Units } from '../books/index.ts';
import { DIALOGUE_NEXT } from './life.ts';
import { dialogueSlice } from './types.ts';
import type { AskedLine, Dialogue, DialogueEvents, Dialogues, OpenRequest } from './types.ts';

/** `free`: nobody outside has taken them up; `ask`: they have, so that they must agree; `never`: they were asked and said no. */
export type Release = 'free' | 'ask' | 'never';

/** Units of a work order that lie where it is done, on the shelf or in hand. What a store has received of it is the store's. */
export const withThem = (units: Units, { fulfilment, location }: Pick<Dialogue, 'fulfilment' | 'location'>, line?: number): HeldUnits[] =>
  unitsIn(units, { holder: fulfilment, stage: ['allocated', 'picked'], ...(line === undefined ? {} : { line }) }).filter((held) => held.location === location);

/** How units can be taken back from where they stand. `agreed`: this work has said yes. */
export function releaseOf(dialogues: Dialogues, { holder, location }: Pick<HeldUnits, 'holder' | 'location'>, agreed: Uuid | null = null): Release {
  const dialogue = holder === null || holder === agreed ? undefined : dialogues.get(holder);
  if (!dialogue || dialogue.location !== location) return 'free';
  switch (dialogue.state) {
    case 'submitted': case 'rejected': case 'cancellation_accepted': return 'free';
    case 'accepted': return 'ask';
    // What they said they cannot stop stays so while they are told that some of it is not theirs any more.
    case 'cancellation_requested': return dialogue.acceptedAt === null ? 'free' : dialogue.refused.length > 0 ? 'never' : 'ask';
    case 'cancellation_rejected': return 'never';
    default: return dialogue.state satisfies never;
  }
}

const sumOf = (lines: readonly AskedLine[], line: number, delivery?: number): number => lines.reduce((sum, one) => sum + (one.line === line && (delivery === undefined || one.delivery === delivery) ? one.quantity : 0), 0);

/** How many of a line we asked to stop, to cancel them, without an answer yet. */
export const askedOf = (dialogue: Dialogue | undefined, line: number, delivery?: number): number =>
  sumOf((dialogue?.open ?? []).filter(({ withdrawn, hold }) => !withdrawn && !hold).flatMap(({ lines }) => lines), line, delivery);

/** How many of a line they were asked to stop for whatever reason, of so many that they have. */
export const toStop = (dialogue: Dialogue, line: number, there: number): number => Math.min(there, askedIn(dialogue.open.filter(({ withdrawn }) => !withdrawn), line));

/** How many of a line these questions are about. */
export const askedIn = (questions: readonly OpenRequest[], line: number): number => sumOf(questions.flatMap(({ lines }) => lines), line);

/** Whether they have stopped it until the order is released: nothing of it is theirs to send now. */
export const isPaused = ({ state, stoppedForHold }: Dialogue): boolean => stoppedForHold && state === 'cancellation_accepted';

/** The id of the next question of a work order: the same whenever it is made from the same events. */
function requestId(fulfilment: Uuid, number: number): Uuid {
  const hex = createHash('sha256').update(`cancel ${fulfilment} ${number}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

type Wanted = AskedLine & { holder: Uuid };

function requests(dialogues: Dialogues, wanted: readonly Wanted[], { reason, note, withdrawn, hold }: { reason: string; note: string | null; withdrawn: boolean; hold?: true }): NewEvent[] {
  const byWork = new Map<Uuid, AskedLine[]>();
  for (const { holder, line, delivery, quantity } of wanted) {
    const lines = byWork.get(holder) ?? [];
    const same = lines.find((one) => one.line === line && one.delivery === delivery);
    if (same) same.quantity += quantity;
    else lines.push({ line, delivery, quantity });
    byWork.set(holder, lines);
  }
  return [...byWork].flatMap(([fulfilment, lines]) => {
    const dialogue = dialogues.get(fulfilment);
    if (!dialogue || lines.length === 0) return [];
    return [{ type: 'WorkCancelRequested', data: { fulfilment, location: dialogue.location, ask: requestId(fulfilment, dialogue.asked + 1), lines, reason, note, withdrawn, ...(hold ? { hold } : {}) } satisfies DialogueEvents['WorkCancelRequested'] }];
  });
}

/** Asks those who took work up to stop these units; what was asked before and not answered is not asked again. */
export function askToStop(stream: Stream, wanted: readonly Wanted[], reason: string, note: string | null): NewEvent[] {
  const dialogues = fold(stream, dialogueSlice);
  const fresh = wanted.flatMap((one) => {
    const quantity = one.quantity - askedOf(dialogues.get(one.holder), one.line, one.delivery);
    return quantity > 0 ? [{ ...one, quantity }] : [];
  });
  return requests(dialogues, fresh, { reason, note, withdrawn: false });
}

/** Asks those who have work of a held order to stop it, once per hold; who has said that it cannot be stopped is not asked again. */
export function askToPause(stream: Stream): NewEvent[] {
  const dialogues = fold(stream, dialogueSlice);
  const theirs = [...dialogues.values()].filter(({ state, open, refused }) => (state === 'submitted' || state === 'accepted' || state === 'cancellation_requested') && refused.length === 0 && !open.some(({ hold }) => hold));
  const wanted = theirs.flatMap(({ fulfilment, location }) => withThem(unitsOf(stream), { fulfilment, location }).map(({ line, delivery, n }) => ({ holder: fulfilment, line, delivery, quantity: n })));
  return requests(dialogues, wanted, { reason: 'held', note: null, withdrawn: false, hold: true });
}

/** Tells those to whom work was given that these units are not theirs any more. */
export function withdrawn(stream: Stream, moves: readonly UnitMove[], reason: string): NewEvent[] {
  const dialogues = fold(stream, dialogueSlice);
  const taken = moves.flatMap(({ line, delivery, n, from, to }): Wanted[] => {
    if (from?.holder == null || (from.stage !== 'allocated' && from.stage !== 'picked') || to.holder === from.holder) return [];
    const dialogue = dialogues.get(from.holder);
    return dialogue && dialogue.location === from.location && DIALOGUE_NEXT[dialogue.state].ask !== 'no' ? [{ holder: from.holder, line, delivery, quantity: n }] : [];
  });
  return requests(dialogues, taken, { reason, note: null, withdrawn: true });
}
