/** Work that lies at a location which was closed since: nobody there will do it, so somebody is asked to give it elsewhere. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { askForClosed } from '../inventory/index.ts';

interface Row { id: Uuid; order_id: Uuid; number: string; location: string; name: string; handed_out: boolean }

/** What was brought, or is on its way, lies with the store that hands it out; all else where it is picked. */
const AT = `case when f.destination is not null and f.status in ('in_transfer', 'arrived', 'ready') then f.destination else f.location end`;

/** Asks for each piece of open work at a closed location once, however often it is looked at. */
export async function askForClosedWork(database: Queryable, now: Instant): Promise<void> {
  const closed = await database.query<{ code: string }>('select code from locations.location where not active');
  if (closed.length === 0) return;
  const rows = await database.query<Row>(
    `select f.id, f.order_id, f.number, l.code as location, l.name, f.status in ('in_transfer', 'arrived', 'ready') as handed_out from fulfilment.fulfilment f join locations.location l on l.code = ${AT} and not l.active
     where (f.location = any($1) and f.status in ('assigned', 'picking', 'picked', 'packed', 'ready')) or (f.destination = any($1) and f.destination is not null and f.status in ('in_transfer', 'arrived', 'ready')) order by f.id`, [closed.map(({ code }) => code)]);
  await askForClosed(database, rows.map(({ id: work, order_id: order, number, location, name, handed_out: handedOut }) => ({
    work, location, order,
    detail: handedOut ? `${number} is to be collected at ${name}, which is closed. Ask the customer where it may go, and send the delivery there.` : `${number} lies at ${name}, which is closed. Give the work to another location, or send the delivery elsewhere.`,
  })), now);
}
