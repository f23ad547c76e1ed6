/** The door of the intake: what channels send, taken as orders, and what they are told of stock. */
export { eraseOldMessages, pollChannel, receiveWebhook, retryMessage, workInbox } from './inbox.ts';
export { hurryFigures, hurryMessages, hurryNotices } from './hurry.ts';
export { keep } from './messages.ts';
export { ownRefs, refOf } from './money.ts';
export { intakePersonalData } from './personal-data.ts';
export { intakeProblems } from './problems.ts';
export { readDocument } from './process.ts';
export { moneyFollower as intakeMoneyFollower } from './reactions.ts';
export { intakeRoutes } from './routes.ts';
export { placelessDemand, stockFigures } from './figures.ts';
export { compareStock } from './compare.ts';
export { availableToSell, markStock, pushStock, stockFollower } from './stock.ts';
export { showConflicts } from './tables.ts';
export { contextOf, take } from './take.ts';
export type { Decision, TakeOptions } from './take.ts';
export type { Disagreement, IntakeDeps, Message, Taken } from './types.ts';
