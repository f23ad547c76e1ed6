/** The door of the books: the journal and the three ledgers. */
export * from './types.ts';
export { applyUnits, BooksError, bucketKey, bucketOf, countIn, GONE, NEXT, reservedState, STILL_HERE, stockEffect, unitsIn, unitsSlice, waitsSomewhere } from './units.ts';
export type { HeldUnits, Units } from './units.ts';
export { applyMoney, moneySlice, openAuthorisation, paidNet, refundable, unitShare, violated } from './money.ts';
export type { MoneyBook, PaymentBook } from './money.ts';
export { asCounted, availableOf, expectEmptied, expectUncounted, holdShelves, leaveBehind, markCounted, moveGoods, reserve, stockLane } from './stock.ts';
export type { Balance } from './stock.ts';
export { keepBack } from './kept.ts';
export type { Kept } from './kept.ts';
export { booksProblems, canonical, chained, fold, loadStream, loadStreamBy, loadStreams, moneyOf, newStream, openBooks, parseEvent, streamsFrom, unitsOf } from './journal.ts';
export type { Books, RecordContext } from './journal.ts';
export { decodeFeedCursor, encodeFeedCursor, feedEnd, generationOf, readFeed } from './feed.ts';
export type { Cursor, FeedEvent } from './feed.ts';
export { beginAgain, follower } from './follow.ts';
export type { Follower, FollowerOptions } from './follow.ts';
export { askAgain, letGo } from './dead-letters.ts';
