/** The door of the orders. */
export { cancelOrder, changeAddress, hold, onOrder, orderStream, place, releaseHold, settleMoney, tag, worldOf } from './commands.ts';
export type { OrderDeps, PlaceAnswer } from './commands.ts';
export { addLines, changeQuantity, moreOf, planAgain, recordAdditions } from './edit.ts';
export type { AddedCharge, AddedLine, Additions } from './edit.ts';
export { OrderView, presentOrder } from './present.ts';
export { READERS } from './permissions.ts';
export { orderRoutes } from './routes.ts';
export { bookFacts, settleIntent } from './money.ts';
export { placeLoader } from './loader.ts';
export { planOpen } from './planning.ts';
export type { Planned } from './planning.ts';
export { orderProblems } from './problems.ts';
export { orderProjection } from './projections.ts';
export { cancel, moneyEvents, stillHere } from './rules.ts';
export { deliveryStatus, orderSlice, orderStatus } from './state.ts';
export type { Order, OrderStatus } from './state.ts';
export { ORDER_EVENTS } from './types.ts';
export type { CancelReason, Hold, OrderCharge, OrderDelivery, OrderEvents, OrderLine, OrderPlaced } from './types.ts';
