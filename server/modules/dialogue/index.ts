/** The door of the dialogue: what is said about work that somebody outside the company does. */
export { DIALOGUE_NEXT, DIALOGUE_STATES, SAYINGS } from './life.ts';
export type { DialogueState, Saying } from './life.ts';
export { DIALOGUE_EVENTS, dialogueSlice } from './types.ts';
export type { AskedLine, Dialogue, DialogueEvents, Dialogues } from './types.ts';
export { askedIn, askedOf, askToPause, askToStop, isPaused, releaseOf, toStop, withdrawn, withThem } from './rules.ts';
export type { Release } from './rules.ts';
export { dialogueProjection } from './projections.ts';
