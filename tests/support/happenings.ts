/** What happens in lives, by names that say enough of it, and for each the steps that lead there: what chance did not bring about is sought. */
import type { JournalEvent } from '../../server/modules/books/index.ts';
import type { Chance } from './random.ts';
import { PARTNER } from './shop.ts';
import type { Shop } from './shop.ts';
import { live } from './steps.ts';
import type { Step } from './steps.ts';

/** A step on the way; where a number matters, what it is when divided: by 3, 1 is left. */
type Left = readonly [by: number, left: number];
type Leg = string | { do: string; b?: Left; c?: Left };

const PICKUP: Leg = { do: 'place', b: [3, 1] };
const TO_PARTNER: Leg = { do: 'reassign', c: [4, 3] };
const GIVEN = ['stockIn', 'place', TO_PARTNER, 'submit'] as const;
const SENT = ['stockIn', 'place', 'pick', 'pack', 'label', 'ship'] as const;
const IN_A_TOTE = ['stockIn', PICKUP, { do: 'reassign', c: [4, 0] }, 'pick', 'transfer'] as const;
/** Six at Delft, and two or fewer of them kept there for somebody: no more than half may be. */
const KEPT = [{ do: 'stockIn', b: [6, 5], c: [4, 1] }, { do: 'stockIn', b: [6, 5], c: [4, 1] }, { do: 'reserve', b: [4, 2], c: [3, 0] }] as const;

/** The way to each, gone again and again with other numbers until it happens. */
const WAYS = {
  'promised from supply': ['announce', 'place', 'place', 'place'],
  ExpectedReceiptReceived: ['announce', 'receiveExpected'], ExpectedReceiptChanged: ['announce', 'changeExpected'], ExpectedReceiptClosed: ['announce', 'cancelExpected'],
  SupplyLost: ['announce', 'place', 'place', 'cancelExpected', 'serveQueue'],
  'picked, and not on the books': ['stockIn', 'place', 'countNothing', 'pick'],
  ReservationBroken: ['stockIn', 'place', 'countNothing', 'planBroken'],
  DeliveryChanged: ['stockIn', PICKUP, TO_PARTNER, 'submit', 'elsewhere'], PromiseChanged: ['stockIn', 'place', 'short', 'elsewhere'],
  ItemsShorted: ['stockIn', 'place', 'short'], FulfilmentReassigned: ['stockIn', 'place', 'reassign'], ItemsReturned: ['sale', 'bringBack'], ItemsCollected: ['sale'],
  not_collected: ['stockIn', PICKUP, 'pick', 'pick', 'pick', 'notCollected'],
  ItemsTransferred: IN_A_TOTE, ItemsReceived: [...IN_A_TOTE, 'arrive'], missing_in_load: [...IN_A_TOTE, { do: 'arrive', b: [12, 6], c: [6, 1] }], damaged_in_load: [...IN_A_TOTE, { do: 'arrive', b: [4, 2], c: [6, 2] }], 'surplus in a load': [...IN_A_TOTE, { do: 'arrive', b: [12, 2], c: [6, 1] }],
  ItemsLoaded: IN_A_TOTE, LoadOverdue: [...IN_A_TOTE, 'daysPass'], SupplyOverdue: ['announce', 'place', 'place', 'place', 'daysPass', 'daysPass', 'daysPass', 'daysPass'],
  LoadFilled: ['stockIn', 'askGoods', 'fillTote'], 'shelf goods received': ['stockIn', 'askGoods', 'fillTote', 'arrive'],
  WorkSubmitted: GIVEN, WorkAccepted: [...GIVEN, 'partnerAccepts'], WorkRejected: [...GIVEN, 'partnerRejects'], WorkShippedBeyond: [...GIVEN, 'partnerShips'], 'told it is not theirs': [...GIVEN, 'reassign'],
  'asked to stop': [...GIVEN, 'partnerAccepts', 'cancel'], WorkCancelAccepted: [...GIVEN, 'partnerAccepts', 'cancel', 'partnerAnswers'], WorkCancelRejected: [...GIVEN, 'partnerAccepts', 'cancel', { do: 'partnerAnswers', c: [3, 0] }],
  WorkTakenBack: [...GIVEN, { do: 'reassign', c: [4, 0] }, { do: 'partnerShips', b: [4, 3] }],
  StockCorrected: ['stockIn', 'partnerReports'],
  reserved: KEPT, ReservationBought: [...KEPT, 'buyReserved'], ReservationExtended: [...KEPT, 'extendReservation'], ReservationReminded: [...KEPT, 'timePasses', 'timePasses', 'lookAtReservations'],
  expired: [...KEPT, 'timePasses', 'timePasses', 'lookAtReservations'], not_bought: [...KEPT, { do: 'buyReserved', c: [9, 6] }],
  'sold late': ['sale'], 'found by a sale': ['sale'], 'sold before a count': ['stockIn', 'countMore', 'sale', 'sale'], SaleVoided: ['sale', 'voidSale'], 'voided before a count': ['sale', 'countMore', 'voidSale'],
  ParcelAtPickupPoint: [...SENT, 'point'], unclaimed: [...SENT, 'point', 'sendBack'], ParcelLost: [...SENT, 'lose'], ParcelFound: [...SENT, 'lose', 'find'],
} satisfies Record<string, readonly Leg[]>;
export type Happening = keyof typeof WAYS;
export const HAPPENINGS = Object.keys(WAYS) as Happening[];

const takes = ({ moves }: JournalEvent, outside: string): boolean => (moves.stock ?? []).some(({ from }) => 'outside' in from && from.outside === outside);
/** An event by its type and, where that says too little, by what it says. */
export function namesOf(event: JournalEvent): string[] {
  const data = event.data as Record<string, unknown>;
  const late = event.occurredAt < event.recordedAt;
  switch (event.type) {
    case 'ItemsPicked': return [takes(event, 'found') && data['location'] !== PARTNER ? 'picked, and not on the books' : event.type];
    case 'ItemsWaiting': return [data['supply'] ? 'promised from supply' : event.type];
    case 'ItemsShorted': return [event.type, String(data['reason'])];
    case 'ItemsCancelled': return [event.type, String(data['reason'])];
    case 'ParcelReturning': return [event.type, String(data['reason'])];
    case 'OrderPlaced': return data['reservation'] ? ['reserved'] : [event.type];
    case 'LoadReceived': return [event.type, ...((data['goods'] as unknown[]).length > 0 ? ['shelf goods received'] : []), ...((data['surplus'] as unknown[]).length > 0 ? ['surplus in a load'] : [])];
    case 'WorkCancelRequested': return [data['withdrawn'] === true ? 'told it is not theirs' : 'asked to stop'];
    case 'ItemsCollected': return [event.type, ...(late ? ['sold late'] : []), ...(takes(event, 'missing') ? ['sold before a count'] : []), ...(takes(event, 'found') ? ['found by a sale'] : [])];
    case 'SaleVoided': return [event.type, ...((event.moves.stock ?? []).some(({ to }) => 'outside' in to) ? ['voided before a count'] : [])];
    default: return [event.type];
  }
}

/** How often what happened in these lives; streams that they share count once. */
export function happenedIn(shops: readonly Shop[], told: Map<string, number> = new Map()): Map<string, number> {
  for (const stream of new Set(shops.flatMap(({ streams }) => [...streams.values()]))) for (const event of stream.events) for (const name of namesOf(event)) told.set(name, (told.get(name) ?? 0) + 1);
  return told;
}

/** The last of any forty things or fewer that a step chooses from: one less than what all numbers up to forty divide. */
const NEWEST = 5_342_931_457_063_200 - 1;
/** These make something anew, and choose by their first number what it is of. */
const MAKES = new Set(['stockIn', 'place', 'announce', 'sale', 'reserve', 'askGoods', 'countMore', 'stockLost', 'partnerReports', 'timePasses']);
const chosen = (chance: Chance, [by, left]: Left = [1, 0]): number => left + by * chance.below(Math.ceil(31 / by));
/** So often a way is gone in one life, for the newest of many is soon hard to name; and so many lives are more than enough: one to four are usual. */
const ROUNDS = 10;
const MOST = 200;

type Through<L> = (life: L, step: Step) => Promise<void>;
const asItComes = ({ shop }: { shop: Shop }, step: Step): Promise<void> => live(shop, step);

/** A life goes the way to something, a few times at most; answers whether it happened in it. */
export async function lead<L extends { shop: Shop }>(name: Happening, chance: Chance, life: L, through: Through<L> = asItComes): Promise<boolean> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const leg of WAYS[name] as readonly Leg[]) {
      const { do: step, b, c }: Exclude<Leg, string> = typeof leg === 'string' ? { do: leg } : leg;
      await through(life, { do: step, a: MAKES.has(step) || chance.below(4) === 0 ? chance.below(31) : NEWEST, b: chosen(chance, b), c: chosen(chance, c) });
    }
    if (happenedIn([life.shop]).has(name)) return true;
  }
  return false;
}

/** Lives anew until it happens; answers the life it happened in. Throws when it does not: then the way no longer leads there. */
export async function seek<L extends { shop: Shop }>(name: Happening, chance: Chance, begin: () => L | Promise<L>, through: Through<L> = asItComes): Promise<L> {
  for (let lives = 1; lives <= MOST; lives += 1) {
    const life = await begin();
    if (await lead(name, chance, life, through)) return life;
  }
  throw new Error(`${name} did not happen in ${MOST} lives that sought it`);
}
