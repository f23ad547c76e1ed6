/** What must happen though nobody asks: authorisations that run out, payments that are awaited, intents that got lost, parcels to follow. What has a moment of its own is in moments.ts. */
import { later } from '../kernel/clock.ts';
import type { Uuid } from '../kernel/ids.ts';
import { formatMinor } from '../kernel/money.ts';
import { askForClosedWork } from '../modules/fulfilment/index.ts';
import { lookAtKept } from '../modules/orders/index.ts';
import { askAfterSilence } from '../modules/partners/index.ts';
import { raiseTask } from '../modules/payments/index.ts';
import { sentenceOf } from './deps.ts';
import type { WorkDeps } from './deps.ts';
import { submitMissing } from './partners.ts';
import { lookAt } from './payments.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface Timer { name: string; every: number | ((deps: WorkDeps) => number); run(deps: WorkDeps): Promise<void> }

const OPEN = 'p.authorised - p.captured - p.capture_pending - p.released';

/** An authorisation with less than a day to live, with goods that have not left (what has left is captured already): finance must renew it or hurry the goods. */
async function expiring({ database, clock }: WorkDeps): Promise<void> {
  const now = clock.now();
  const rows = await database.query<{ id: Uuid; order_id: Uuid; number: string; open: number; currency: string; expires_at: string }>(
    `select p.id, p.order_id, o.number, ${OPEN} as open, trim(p.currency) as currency, p.expires_at from books.payment p join orders.order o on o.id = p.order_id
     where p.expires_at > $1 and p.expires_at <= $2 and ${OPEN} > 0 limit 1000`, [now, later(now, DAY)]);
  for (const row of rows) {
    const detail = `The authorisation of ${formatMinor(row.open, row.currency)} ${row.currency} for order ${row.number} lapses at ${row.expires_at}, and the goods have not left. Ship them before, or ask the customer to pay again.`;
    await raiseTask(database, { kind: 'authorisation_expiring', order: row.order_id, payment: row.id, subject: `${row.id} ${row.expires_at}`, detail }, now);
  }
}

/** Authorisations past their end: the operator says whether they lapsed. */
async function lapsed({ database, clock, jobs }: WorkDeps): Promise<void> {
  const rows = await database.query<{ operator: string; ref: string }>(`select p.operator, p.ref from books.payment p where p.expires_at <= $1 and ${OPEN} > 0 limit 1000`, [clock.now()]);
  await jobs.send('look', rows.map(({ operator, ref }) => lookAt(operator, ref)));
}

/** Orders that wait for their payment: its webhook may have been lost, so the operator is asked. */
async function awaited({ database, clock, jobs, operators }: WorkDeps): Promise<void> {
  const rows = await database.query<{ operator: string; ref: string }>(
    `select distinct p.operator, p.ref from orders.hold h join books.payment p on p.order_id = h.order_id
     where h.released_at is null and h.reason = 'payment_pending' and h.placed_at > $1 and p.operator = any($2) limit 1000`, [later(clock.now(), -14 * DAY), [...operators.keys()]]);
  await jobs.send('look', rows.map(({ operator, ref }) => lookAt(operator, ref)));
}

/** Intents that nothing seems to move: those never tried get their job again (it is inserted once), those on their way are looked at. What a person has to hand over waits for that person. */
async function forgotten({ database, clock, jobs }: WorkDeps): Promise<void> {
  const rows = await database.query<{ id: Uuid; payment_id: Uuid; attempts: number; operator: string; ref: string }>(
    `select i.id, i.payment_id, i.attempts, p.operator, p.ref from payments.intent i join books.payment p on p.id = i.payment_id where i.status = 'pending' and i.requested_at < $1 and not exists (select 1 from payments.task t where t.id = i.id) order by i.requested_at limit 1000`, [later(clock.now(), -15 * MINUTE)]);
  await jobs.send('money', rows.map(({ id, payment_id: key }) => ({ id, key, data: { intent: id } })));
  await jobs.send('poll', rows.filter(({ attempts }) => attempts > 0).map(({ operator, ref }) => lookAt(operator, ref)));
}

/** Hints about payments that no order ever had: anybody can send one. */
async function stale({ database, clock }: WorkDeps): Promise<void> {
  await database.query('delete from payments.notice where received_at < $1', [later(clock.now(), -30 * DAY)]);
}

async function news({ carriers, jobs }: WorkDeps): Promise<void> {
  await jobs.send('news', [...carriers.keys()].map((carrier) => ({ key: carrier, data: { carrier } })));
}

export const TIMERS: readonly Timer[] = [
  { name: 'goods kept', every: MINUTE, run: ({ app, clock, log }) => lookAtKept({ ...app, clock, log }) },
  { name: 'work not given', every: MINUTE, run: submitMissing },
  { name: 'locations closed', every: 10 * MINUTE, run: ({ database, clock }) => askForClosedWork(database, clock.now()) },
  { name: 'warehouses silent', every: 10 * MINUTE, run: ({ database, clock }) => askAfterSilence(database, clock.now()) },
  { name: 'authorisations expiring', every: 60 * MINUTE, run: expiring },
  { name: 'authorisations lapsed', every: 10 * MINUTE, run: lapsed },
  { name: 'payments awaited', every: 5 * MINUTE, run: awaited },
  { name: 'intents forgotten', every: 5 * MINUTE, run: forgotten },
  { name: 'payment notices', every: DAY, run: stale },
  { name: 'parcel news', every: ({ newsEvery = 5 * MINUTE }) => newsEvery, run: news },
];

/** Runs the timers that are due; of several processes one runs each. Tells which ran. */
export async function tick(deps: WorkDeps): Promise<string[]> {
  const ran: string[] = [];
  for (const { name, every, run } of TIMERS) {
    const now = deps.clock.now();
    const pause = typeof every === 'number' ? every : every(deps);
    const mine = await deps.database.query('insert into kernel.timer (name, ran_at) values ($1, $2) on conflict (name) do update set ran_at = excluded.ran_at where kernel.timer.ran_at <= $3 returning 1', [name, now, later(now, -pause)]);
    if (mine.length === 0) continue;
    try {
      await run(deps);
      ran.push(name);
    } catch (error) {
      deps.log({ timer: name, error: sentenceOf(error) }, 'a timer failed');
    }
  }
  return ran;
}
