/** What is said about a work order that somebody outside the company does: the events on the order's stream, and what they add up to. */
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { JournalEvent, Slice } from '../books/index.ts';
import type { DialogueState } from './life.ts';

interface LineCount { line: number; quantity: number }
export interface AskedLine extends LineCount { delivery: number }

/** `reference` is always theirs, under which they may say the same again. */
export interface DialogueEvents {
  /** `again`: given once more, under this id, after a hold that stopped it or would have; the question about the hold is off then. */
  WorkSubmitted: { fulfilment: Uuid; location: string; delivery: number; lines: LineCount[]; again?: Uuid };
  WorkAccepted: { fulfilment: Uuid; location: string; reference: string; expectedAt: Instant | null };
  /** `rest`: units of the work that it still does. */
  WorkRejected: { fulfilment: Uuid; location: string; reference: string; lines: LineCount[]; reason: string; note: string | null; rest: number };
  /**
   * `withdrawn`: the units are not theirs any more, for nobody had accepted them; else they stay until the answer. `hold`: nothing is cancelled, the order
   * is held; what they stop stays on their shelf and is given again.
   */
  WorkCancelRequested: { fulfilment: Uuid; location: string; ask: Uuid; lines: AskedLine[]; reason: string; note: string | null; withdrawn: boolean; hold?: true };
  /** `held`: what of it stays on their shelf for when the order is released. */
  WorkCancelAccepted: { fulfilment: Uuid; location: string; reference: string; lines: LineCount[]; rest: number; held?: LineCount[] };
  WorkCancelRejected: { fulfilment: Uuid; location: string; reference: string; lines: LineCount[]; reason: string | null; /** Who had asked. */ askedBy: string };
  /** They shipped what was planned elsewhere or nowhere meanwhile: those units are theirs again. */
  WorkTakenBack: { fulfilment: Uuid; location: string; reference: string; lines: LineCount[]; from: string[] };
  /** Goods left that the order has no units for; the stock follows, and somebody must look. */
  WorkShippedBeyond: { fulfilment: Uuid; location: string; reference: string; goods: { sku: string; quantity: number; booked: number; why: string }[] };
}

export const DIALOGUE_EVENTS = ['WorkSubmitted', 'WorkAccepted', 'WorkRejected', 'WorkCancelRequested', 'WorkCancelAccepted', 'WorkCancelRejected', 'WorkTakenBack', 'WorkShippedBeyond'] as const satisfies readonly (keyof DialogueEvents)[];

/** What we asked to stop and got no answer to yet. */
export interface OpenRequest { request: Uuid; lines: AskedLine[]; reason: string; note: string | null; hold: boolean; at: Instant; by: { kind: string; id: string } }

export interface Dialogue {
  fulfilment: Uuid;
  location: string;
  delivery: number;
  lines: LineCount[];
  state: DialogueState;
  submittedAt: Instant;
  changedAt: Instant;
  acceptedAt: Instant | null;
  expectedAt: Instant | null;
  rejection: { reason: string; note: string | null } | null;
  refusal: string | null;
  /** Why we asked last. */
  lastReason: string | null;
  /** Questions without an answer, the oldest first; those withdrawn only wait to be noted by the other side. */
  open: (OpenRequest & { withdrawn: boolean })[];
  /** How many times we asked. */
  asked: number;
  /** They stopped it because the order was held, and have not been given it again. */
  stoppedForHold: boolean;
  /** What they said they could not stop: they may manage it after all. */
  refused: OpenRequest[];
}

export type Dialogues = Map<Uuid, Dialogue>;

/** What a saying leaves of a dialogue in which some units are still to be done. */
const goesOn = (dialogue: Dialogue): DialogueState => (dialogue.acceptedAt === null ? 'submitted' : 'accepted');

/** Work that is given once more: questions about the hold are off, others stand; what was taken up and not stopped is still taken up. */
function givenAgain(before: Dialogue, at: Instant): Dialogue {
  const open = before.open.filter(({ hold }) => !hold);
  const acceptedAt = before.stoppedForHold ? null : before.acceptedAt;
  return { ...before, open, acceptedAt, state: open.length > 0 ? 'cancellation_requested' : acceptedAt === null ? 'submitted' : 'accepted', submittedAt: at, changedAt: at, expectedAt: acceptedAt === null ? null : before.expectedAt, stoppedForHold: false };
}

export const dialogueSlice: Slice<Dialogues> = {
  name: 'dialogue',
  initial: () => new Map(),
  evolve: (dialogues, event: JournalEvent) => {
    if (!event.type.startsWith('Work')) return dialogues;
    const { fulfilment } = event.data as { fulfilment: Uuid };
    if (event.type === 'WorkSubmitted') {
      const { location, delivery, lines } = event.data as DialogueEvents['WorkSubmitted'];
      const before = dialogues.get(fulfilment);
      const first = { fulfilment, location, delivery, lines, state: 'submitted' as const, submittedAt: event.recordedAt, changedAt: event.recordedAt, acceptedAt: null, expectedAt: null, rejection: null, refusal: null, lastReason: null, open: [], asked: 0, stoppedForHold: false, refused: [] };
      dialogues.set(fulfilment, before ? givenAgain(before, event.recordedAt) : first);
      return dialogues;
    }
    const dialogue = dialogues.get(fulfilment);
    if (!dialogue) return dialogues;
    dialogue.changedAt = event.recordedAt;
    switch (event.type as keyof DialogueEvents) {
      case 'WorkAccepted': {
        dialogue.acceptedAt ??= event.recordedAt;
        dialogue.expectedAt = (event.data as DialogueEvents['WorkAccepted']).expectedAt ?? dialogue.expectedAt;
        if (dialogue.state === 'submitted' || dialogue.state === 'rejected') dialogue.state = 'accepted';
        break;
      }
      case 'WorkRejected': {
        const { reason, note, rest } = event.data as DialogueEvents['WorkRejected'];
        if (rest === 0) Object.assign(dialogue, { state: 'rejected', rejection: { reason, note }, open: [] });
        break;
      }
      case 'WorkCancelRequested': {
        const { ask, lines, reason, note, withdrawn, hold = false } = event.data as DialogueEvents['WorkCancelRequested'];
        dialogue.open.push({ request: ask, lines, reason, note, withdrawn, hold, at: event.recordedAt, by: event.by });
        dialogue.asked += 1;
        dialogue.lastReason = withdrawn || hold ? dialogue.lastReason : reason;
        dialogue.state = 'cancellation_requested';
        break;
      }
      case 'WorkCancelAccepted': {
        const { rest, held = [] } = event.data as DialogueEvents['WorkCancelAccepted'];
        // Only noted, where nothing was asked: what they said they cannot stop stays so.
        const stands = rest > 0 && dialogue.state === 'cancellation_requested' && dialogue.open.every(({ withdrawn }) => withdrawn) ? dialogue.refused : [];
        Object.assign(dialogue, { state: rest === 0 ? 'cancellation_accepted' : stands.length > 0 ? 'cancellation_rejected' : goesOn(dialogue), open: [], refused: stands, stoppedForHold: dialogue.stoppedForHold || held.length > 0 });
        break;
      }
      case 'WorkCancelRejected': {
        const asked = dialogue.open.filter(({ withdrawn }) => !withdrawn);
        Object.assign(dialogue, { state: 'cancellation_rejected', open: [], refused: asked.length > 0 ? asked : dialogue.refused, acceptedAt: dialogue.acceptedAt ?? event.recordedAt, refusal: (event.data as DialogueEvents['WorkCancelRejected']).reason });
        break;
      }
      case 'WorkSubmitted': case 'WorkTakenBack': case 'WorkShippedBeyond': break;
    }
    return dialogues;
  },
};
