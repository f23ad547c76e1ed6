/** The life of a dialogue about one work order: what whoever does it may say when, and what that makes of it, as one table. */

/** Where the dialogue stands; where the goods stand is read from the units. */
export const DIALOGUE_STATES = ['submitted', 'accepted', 'rejected', 'cancellation_requested', 'cancellation_accepted', 'cancellation_rejected'] as const;
export type DialogueState = (typeof DIALOGUE_STATES)[number];

/** What is said: `ask` by us (stop it), all others by whoever does the work; `agree` and `refuse` answer what was asked. */
export const SAYINGS = ['accept', 'reject', 'ship', 'ask', 'agree', 'refuse'] as const;
export type Saying = (typeof SAYINGS)[number];

/**
 * From each state, what a saying makes of it. `stays`: it is noted or known already. `no`: it is refused with words, for it answers nothing.
 * That goods were shipped is a fact, and never refused.
 */
export const DIALOGUE_NEXT: Readonly<Record<DialogueState, Readonly<Record<Saying, DialogueState | 'stays' | 'no'>>>> = {
  submitted: { accept: 'accepted', reject: 'rejected', ship: 'accepted', ask: 'cancellation_requested', agree: 'no', refuse: 'no' },
  accepted: { accept: 'stays', reject: 'rejected', ship: 'stays', ask: 'cancellation_requested', agree: 'no', refuse: 'no' },
  rejected: { accept: 'no', reject: 'stays', ship: 'accepted', ask: 'no', agree: 'no', refuse: 'no' },
  // An acceptance that crosses with our question is noted; the question stands.
  cancellation_requested: { accept: 'stays', reject: 'rejected', ship: 'stays', ask: 'stays', agree: 'cancellation_accepted', refuse: 'cancellation_rejected' },
  cancellation_accepted: { accept: 'no', reject: 'stays', ship: 'stays', ask: 'no', agree: 'stays', refuse: 'no' },
  // Who said no may still manage it, or find that it cannot be delivered after all. They are not asked again, but told of goods that are not theirs any more.
  cancellation_rejected: { accept: 'stays', reject: 'rejected', ship: 'stays', ask: 'cancellation_requested', agree: 'cancellation_accepted', refuse: 'stays' },
};
