/** Goods that are kept back for the orders that wait, from the moment a receipt is booked until each order has taken its own. */
import type { Change, Lane } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { stockLane } from './stock.ts';

/** What a receipt (`cause`) keeps of a SKU where it came in: `promised` to orders that waited for this receipt, `others` for those who wait longest. */
export interface Kept { cause: Uuid; sku: string; location: string; promised: number; others: number }

const keptLane: Lane = {
  name: 'kept back', moments: ['at'],
  statements: (deltas) => {
    const wanted = JSON.stringify(deltas);
    return [
      { text: 'insert into books.kept_back (cause, sku, location) select cause, sku, location from json_populate_recordset(null::books.kept_back, $1) order by cause, sku on conflict do nothing', values: [wanted] },
      { text: KEEP, values: [wanted] },
      { text: 'delete from books.kept_back k using json_populate_recordset(null::books.kept_back, $1) w where k.cause = w.cause and k.sku = w.sku and k.promised = 0 and k.others = 0', values: [wanted] },
      { text: 'insert into books.kept_back_entry (cause, sku, location, change, others, recorded_at) select cause, sku, location, promised + others, others, at from json_to_recordset($1) as w(cause uuid, sku text, location text, promised bigint, others bigint, at timestamptz) where promised + others <> 0', values: [wanted] },
    ];
  },
};

const KEEP = `
with w as materialized (select * from json_populate_recordset(null::books.kept_back, $1)), done as (
  update books.kept_back k set promised = k.promised + w.promised, others = k.others + w.others from w
  where k.cause = w.cause and k.sku = w.sku and k.promised + w.promised >= 0 and k.others + w.others >= 0 returning 1
)
select kernel.expect((select count(*) from w), (select count(*) from done), 'stock kept back')`;

/** Keeps goods of a location back for the waiting orders (+), or gives up what was kept (−): numbers are changes, on the balance and by its cause; `at` is when that is recorded. */
export function keepBack(change: Change, { cause, sku, location, promised, others }: Kept, at: Instant): void {
  if (promised === 0 && others === 0) return;
  change.delta(stockLane, ['sku', 'location', 'state'], { sku, location, state: 'sellable', quantity: 0, reserved: 0, kept: promised + others, fact: false });
  change.delta(keptLane, ['cause', 'sku'], { cause, sku, location, promised, others, at });
}
