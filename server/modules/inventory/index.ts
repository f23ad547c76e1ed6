/** The door of the inventory: receipts, expected receipts, counts, corrections. */
export { corrected, INVENTORY_EVENTS, inventoryProblems, received } from './rules.ts';
export type { InventoryEvents } from './rules.ts';
export { balances, check, correct, correction, count, receive } from './commands.ts';
export type { InventoryDeps } from './deps.ts';
export { EXPECTED_EVENTS } from './expected.ts';
export type { ExpectedEvents } from './expected.ts';
export { takeAnnouncement } from './expected-commands.ts';
export type { Announcement } from './expected-commands.ts';
export { bookArrival } from './arrivals.ts';
export { claimSupply, expectedProjection } from './expected-rows.ts';
export { skusOf } from './scanned.ts';
export type { Scanned } from './scanned.ts';
export { countedProjection, countedSince, onShelves, shelfKey } from './shelf.ts';
export type { ShelfKey } from './shelf.ts';
export { askForClosed, askForCount, countAnswers, finishTask, listTasks, askForLoad, loadAnswers } from './tasks.ts';
export type { CountRequest, TaskView } from './tasks.ts';
export { inventoryRoutes } from './routes.ts';
