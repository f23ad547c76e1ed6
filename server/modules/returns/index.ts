/** The door of the returns. */
export { exchange, inspectReturn, receive } from './commands.ts';
export type { ExchangeRequest } from './commands.ts';
export { claim as claimParcel, close as closeParcelMatter, refund as refundParcel, resend as resendParcel } from './parcel-commands.ts';
export { returnProjection } from './projections.ts';
export { RETURN_EVENTS, returnProblems } from './rules.ts';
export type { ReturnEvents } from './rules.ts';
export { returnReasonsKind } from './reasons.ts';
export { returnRoutes } from './routes.ts';
