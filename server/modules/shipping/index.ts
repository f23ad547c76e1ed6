/** The door of shipping: parcels, labels, manifests and what carriers say. */
export * from './ports.ts';
export { keptPoint, pointsFinder } from './points.ts';
export type { FoundPoint, KeptPoint, Near, PointsFinder, PointsFound } from './points.ts';
export { shippingProblems } from './problems.ts';
export { PointView, shippingRoutes } from './routes.ts';
export { parcelProjection } from './projections.ts';
export { lateness, nextLook } from './overdue.ts';
export { LOAD_EVENTS, loadProjection, loadSlice } from './loads.ts';
export type { Allotted, FreeFound, LoadEvents, LoadStatus, Receipt, Surplus } from './loads.ts';
export { matterProjection, mattersSlice } from './matters.ts';
export type { Matter, MatterKind } from './matters.ts';
export { parcelPolicy, parcelPolicyKind, RETURNING, stayAtPoint } from './parcel-policy.ts';
export type { ParcelPolicy, ReturningReason } from './parcel-policy.ts';
export { arriveAtPoint, contents, deliver, find, lose, pack, sendBack, ship, unpack } from './rules.ts';
export { parcelsSlice, SHIPPING_EVENTS } from './types.ts';
export type { Parcel, ParcelPacked, ShippingEvents } from './types.ts';
export { scansOf } from './scans.ts';
export type { NotedScan } from './scans.ts';
