/** What must happen at its moment, to the second: rows that name the moment are looked for every second, so that a restart misses nothing. */
import { lookAtMissed, lookAtPickups, lookAtUnpaid } from '../modules/fulfilment/index.ts';
import { lookAtReservations } from '../modules/orders/index.ts';
import { sentenceOf } from './deps.ts';
import type { WorkDeps } from './deps.ts';

/** Each finds by an index what is due by now, and does it by commands that find nothing when they come again. */
const MOMENTS: readonly { name: string; run(deps: WorkDeps): Promise<unknown> }[] = [
  { name: 'reservations', run: ({ app, clock, log }) => lookAtReservations({ ...app, clock, log }) },
  { name: 'waiting pickups', run: ({ app, database, clock, log }) => lookAtPickups({ database, books: app.books, clock, log }) },
  { name: 'payments asked for', run: ({ app, clock, log }) => lookAtUnpaid({ ...app, clock, log }) },
  { name: 'missed collections', run: ({ app, clock, log }) => lookAtMissed({ ...app, clock, log }) },
];

/** Milliseconds between two looks. */
export const LOOK_EVERY = 1000;

/** Does what is due now. Several processes may: who comes second finds it done. */
export async function doWhatIsDue(deps: WorkDeps): Promise<void> {
  for (const { name, run } of MOMENTS) {
    await run(deps).catch((error: unknown) => deps.log({ moment: name, error: sentenceOf(error) }, 'what was due could not be done'));
  }
}
