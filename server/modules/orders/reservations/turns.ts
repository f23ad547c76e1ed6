/** Turns of reserving a product at a store: how the share that is kept for people who have not paid is settled by the database between those who want it at once. */
import type { Change, Lane } from '../../../kernel/change.ts';
import type { Uuid } from '../../../kernel/ids.ts';

const WANTED = 'json_to_recordset($1) as w(location text, sku text, turn bigint)';

/** Each wants the turn that it saw; of two who saw the same one the second finds it gone, and looks again. Two in one transaction want one row, which changes once: they are sent singly. */
const turnLane: Lane = {
  name: 'turns of reserving',
  statements: (wanted) => {
    const values = [JSON.stringify(wanted.map(({ location, sku, turn }) => ({ location, sku, turn })))];
    return [
      { text: `insert into orders.reservation_turn (location, sku) select distinct location, sku from ${WANTED} order by location, sku on conflict do nothing`, values },
      { text: `with w as materialized (select * from ${WANTED}), done as (update orders.reservation_turn t set turn = t.turn + 1 from w where t.location = w.location and t.sku = w.sku and t.turn = w.turn returning 1)
select kernel.expect((select count(*) from w), (select count(*) from done), 'turn of reserving stock')`, values },
    ];
  },
};

/** Takes the turn after the one that was seen together with what is reserved. */
export const takeTurn = (change: Change, { location, sku, order, turn }: { location: string; sku: string; order: Uuid; turn: number }): void =>
  change.delta(turnLane, ['location', 'sku', 'order'], { location, sku, order, turn });
