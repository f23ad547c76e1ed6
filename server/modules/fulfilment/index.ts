/** The door of the shop floor. */
export { accept, collect, pack, pick, short, transfer } from './commands.ts';
export { putBack } from './put-back.ts';
export { endOfWaiting, extendPickup, lookAtPickups } from './pickup-commands.ts';
export { receiveLoad } from './loads.ts';
export { pickupPolicy, pickupPolicyKind } from './pickup-policy.ts';
export type { PickupPolicy } from './pickup-policy.ts';
export { carrierScan, handOver, issueLabel, labelFailed } from './parcels.ts';
export type { Handover, IssuedLabel } from './parcels.ts';
export type { FloorDeps, ScanRequest, ShortRequest } from './commands.ts';
export { fulfilmentProblems } from './problems.ts';
export { fulfilmentProjection, pickupProjection, planningProjection, putBackProjection } from './projections.ts';
export type { WorkStatus } from './projections.ts';
export type { ScanResult } from './rules.ts';
export { checkShortReasons, DEFAULT_SHORT_REASONS, floorSlice, FULFILMENT_EVENTS } from './types.ts';
export type { Fulfilment, FulfilmentEvents, ShortReason } from './types.ts';
export { fulfilmentRoutes } from './routes.ts';
export type { FloorRouteDeps } from './contract.ts';
export { fulfilmentFollowers } from './reactions.ts';
