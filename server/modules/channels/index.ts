/** The door of the channels: the canonical order, the proof of its totals, and the channels there are. */
export { writeChannel } from './commands.ts';
export { ChannelBody, ChannelSettingsBody } from './contract.ts';
export { proveParts, proveTotals } from './proof.ts';
export { channelByCode, listChannels } from './queries.ts';
export type { ChannelDetails } from './queries.ts';
export { channelRoutes } from './routes.ts';
export { tillOf } from './till.ts';
export { OrderSnapshot, SnapshotCharge, SnapshotLine, TaxAmount } from './snapshot.ts';
export type { OrderSnapshotInput, SnapshotDelivery, SnapshotPayment } from './snapshot.ts';
