/** The door of the payments: what money must move, and how its movements are booked. */
export * from './ports.ts';
export { intentOutcome, opened, reconcile, settlement } from './rules.ts';
export type { Progress } from './rules.ts';
export { NOT_CHOSEN, PAYMENT_EVENTS, paymentsSlice } from './types.ts';
export type { CaptureMode, Intent, Intents, PaymentEvents } from './types.ts';
export { paymentProjection } from './projections.ts';
export { backOff, BY_HAND, closeRelease, forget, HOUSE_OPERATORS, intentWorkColumns, isCovered, nextLook, noteAttempt, noteMovement, noticesOf, raiseTask, remember } from './operations.ts';
export type { PaymentTask } from './operations.ts';
export { finishPaymentTask, handOverDone, payoutTask, priceTask, raiseHandOver } from './tasks.ts';
export { paymentProblems } from './problems.ts';
