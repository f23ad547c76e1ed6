/** What goes on without anybody of the company: parcels travel with the carrier, money travels between banks, suppliers deliver. */
import { passwordOf } from './credentials.ts';
import type { Deps } from './deps.ts';
import type { Staff } from './staff.ts';

interface ParcelRow { order: string; carrier: string | null; barcode: string | null }

/** Parcels that move on in one go. */
const MOVES = 6;
/** Pieces that were sold before suppliers bring new ones. */
const DELIVERY_OF = 250;

export interface Partners {
  /** The carrier takes some of the parcels that it has a step further. */
  moveParcels(): Promise<void>;
  /** Refunds and captures get a step further at the payment provider. */
  moveMoney(): Promise<void>;
  /** What was sold comes in again at the warehouse, once there is enough for a delivery. */
  deliver(): Promise<void>;
}

export function createPartners({ telephone, urls, secret, chanceOf, memory, notes, run }: Deps, staff: readonly Staff[]): Partners {
  const chance = chanceOf('carrier');
  const [postnl, mollie] = [telephone.outside('postnl', urls.postnl), telephone.outside('mollie', urls.mollie)];
  const depot = telephone.as({ name: 'logistiek', email: 'logistiek@vandalen.example', password: passwordOf(secret, 'logistiek@vandalen.example') });
  /** How far each barcode is; `end` when the journey is over and only Spil has not heard it yet. */
  const journeys = new Map<string, 'under way' | 'end'>();

  /** Each of a parcel's four or so steps: mostly the next one; some end at the neighbours', some come back, and one in a few hundred parcels is never seen again. */
  const nextOf = (): { to?: string } => {
    const draw = chance.next() * 1000;
    if (draw < 1) return { to: 'lost' };
    if (draw < 5) return { to: 'returned' };
    return draw < 25 ? { to: 'delivered_neighbour' } : {};
  };

  return {
    moveParcels: async () => {
      const on: string[] = [];
      let after: string | null = null;
      for (let pages = 0; pages < 4 && on.length < MOVES * 4; pages += 1) {
        const page: { parcels: ParcelRow[]; next: string | null } | null = await depot.ask(`/parcels?status=shipped&limit=200${after === null ? '' : `&after=${encodeURIComponent(after)}`}`);
        on.push(...(page?.parcels ?? []).flatMap(({ order, carrier, barcode }) => (barcode === null || carrier !== 'postnl' || memory.left.includes(order) || journeys.get(barcode) === 'end' ? [] : [barcode])));
        after = page?.next ?? null;
        if (after === null) break;
      }
      const first = on.slice(0, MOVES * 4);
      for (let n = 0; n < MOVES && first.length > 0; n += 1) {
        const [barcode = ''] = first.splice(chance.whole(0, first.length - 1), 1);
        const answer = await postnl.tell<{ moved: { steps: string[] }[] }>('/_control/advance', { barcode, ...nextOf() });
        const last = answer?.moved[0]?.steps.at(-1);
        // Refused: it cannot go there from where it is, or it has arrived. Either way the next one is asked without a wish.
        const ended = last === undefined ? journeys.has(barcode) : ['delivered', 'delivered_neighbour', 'collected', 'returned', 'lost'].includes(last);
        journeys.delete(barcode);
        journeys.set(barcode, ended ? 'end' : 'under way');
        if (journeys.size > 3000) journeys.delete(journeys.keys().next().value ?? '');
        if (last !== undefined) notes.did(`parcels ${last.replaceAll('_', ' ')}`);
      }
    },
    moveMoney: async () => { await mollie.tell('/_control/advance', { steps: 1 }); },
    deliver: async () => {
      const pieces = Object.values(memory.sold).reduce((sum, n) => sum + n, 0);
      const warehouse = staff.find(({ place }) => place.kind === 'warehouse');
      if (pieces < DELIVERY_OF || !warehouse) return;
      const lines = Object.entries(memory.sold).slice(0, 1000).map(([sku, quantity]) => ({ sku, quantity }));
      if (!await warehouse.line.tell('/stock/receipts', { location: warehouse.place.code, reference: `Levering ${run}-${memory.serial++}`, lines })) return;
      memory.sold = {};
      notes.did('deliveries from suppliers');
      notes.did('pieces delivered', lines.reduce((sum, { quantity }) => sum + quantity, 0));
    },
  };
}
