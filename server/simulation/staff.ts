/** The people of a store or warehouse: they take up work, scan, pack, hand over to the carrier, and send and receive totes. */
import { PLACES } from '../../database/seed/places.ts';
import type { Place } from '../../database/seed/places.ts';
import { passwordOf } from './credentials.ts';
import { between } from '../kernel/clock.ts';
import type { Deps } from './deps.ts';
import { remember } from './memory.ts';
import { ASSORTMENT } from './shoppers.ts';
import type { Line } from './telephone.ts';

interface WorkRow { id: string; number: string; order: string; assignedAt: string; kind: 'ship' | 'pickup' | 'transfer'; destination: string | null; status: string; toPick: number; toPack: number; putBack: number; acceptedBy: string | null }
interface Work { id: string; lines: { line: number; sku: string | null; gtins: string[]; cartons?: Record<string, number>; toPick: number; picked: number; quantity: number }[] }
interface ParcelRow { id: string; order: string; carrier: string | null; status: string; problem: string | null }

export interface Staff { place: Place; line: Line; visit(): Promise<number> }

const OUTSIDE: ReadonlySet<string> = new Set(PLACES.flatMap(({ code, kind }) => (kind === 'external_warehouse' ? [code] : [])));
/** Steps of work in one visit. */
const STEPS = { store: 3, warehouse: 12, external_warehouse: 0 } as const;
/** Visits between two handovers to the carrier. */
const HANDOVER_EVERY = 8;
/** Visits that work which somebody else took up is left alone. */
const PATIENCE = 40;
/** Rounds a tote is on the road. */
const ON_THE_ROAD = 3;
const OFF = { scan: 20, short: 25, weight: 150 } as const;

export function createStaff({ telephone, secret, chanceOf, memory, notes, run, clock, manners }: Deps, place: Place, first: number): Staff {
  const chance = chanceOf(place.code);
  const email = `${place.code}@vandalen.example`;
  const line = telephone.as({ name: place.code, email, password: passwordOf(secret, email) });
  const patience = new Map<string, number>();
  /** Orders whose parcels the robot packed here: at a visitors' place it hands over no others. */
  const packed = new Set<string>();
  const visited = manners.visitors?.place === place.code;
  let visits = first % HANDOVER_EVERY;
  let scans = 0;

  /** Work that is left to visitors: their own orders, what only just came in, and at their place the newest pieces. */
  const leftAlone = (rows: readonly WorkRow[]): ReadonlySet<string> => {
    const untouched = rows.filter(({ status }) => status === 'assigned').toSorted((a, b) => b.assignedAt.localeCompare(a.assignedAt));
    const kept = visited ? untouched.slice(0, manners.visitors?.leaves ?? 0) : [];
    const fresh = untouched.filter(({ assignedAt }) => between(assignedAt, clock.now()) < manners.unhurried);
    return new Set([...kept, ...fresh, ...rows.filter(({ order }) => memory.left.includes(order))].map(({ id }) => id));
  };

  /** Whether the robot may go on with it: nobody has it, the robot has it, or who has it seems to have gone home. */
  const mine = ({ id, acceptedBy }: WorkRow): boolean => {
    if (acceptedBy === null || memory.taken.includes(id)) return true;
    const seen = (patience.get(id) ?? 0) + 1;
    patience.set(id, seen);
    if (patience.size > 500) patience.delete(patience.keys().next().value ?? '');
    return seen > PATIENCE;
  };

  const scan = async (row: WorkRow): Promise<void> => {
    const work = await line.ask<Work>(`/fulfilments/${row.id}`);
    if (!work) return;
    const shelf = row.kind === 'pickup' ? `${chance.of(['A', 'B', 'C', 'D'])}${chance.whole(1, 9)}` : null;
    for (const wanted of work.lines.filter(({ toPick }) => toPick > 0)) {
      if (chance.permille(OFF.scan)) {
        await line.tell(`/fulfilments/${row.id}/pick`, { scans: [{ scan: `${run}-${place.code}-${++scans}`, code: chance.of(ASSORTMENT.filter(({ sku }) => sku !== wanted.sku)).gtin }] });
        notes.did('wrong scans');
      }
      let left = wanted.toPick;
      if (chance.permille(OFF.short)) {
        const reason = chance.of(['damaged', 'not_found', 'not_found', 'incomplete', 'display_model']);
        if (await line.tell(`/fulfilments/${row.id}/short`, { line: wanted.line, quantity: 1, reason })) notes.did(`shorts: ${reason}`);
        left -= 1;
      }
      if (left === 0) continue;
      const made = Array.from({ length: Math.min(left, 50) }, () => ({ scan: `${run}-${place.code}-${++scans}`, code: wanted.gtins.find((gtin) => wanted.cartons?.[gtin] === undefined) ?? wanted.sku }));
      if (await line.tell(`/fulfilments/${row.id}/pick`, { scans: made, ...(shelf === null ? {} : { shelf }) })) notes.did('scans', made.length);
    }
  };

  const intoTote = async (row: WorkRow): Promise<void> => {
    if (row.destination === null) return;
    const standing = memory.totes.find((tote) => tote.origin === place.code && tote.destination === row.destination && tote.rounds === 0);
    const code = standing?.code ?? `TOTE-${run}-${memory.serial++}`;
    if (!await line.tell(`/fulfilments/${row.id}/transfer`, { load: code })) return;
    if (!standing) remember(memory, 'totes', { code, origin: place.code, destination: row.destination, rounds: 0 });
    notes.did('transfers');
  };

  /** The next step of one piece of work; false when there is nothing to do for it now. */
  const step = async (row: WorkRow): Promise<boolean> => {
    if (row.putBack > 0) {
      if (await line.tell(`/fulfilments/${row.id}/put-back`)) notes.did('put back');
      return true;
    }
    if (!mine(row)) return false;
    if (row.status === 'assigned') {
      if (!await line.tell(`/fulfilments/${row.id}/accept`)) return true;
      remember(memory, 'taken', row.id);
      notes.did('work taken up');
      return true;
    }
    if (row.toPick > 0) {
      await scan(row);
      return true;
    }
    if (row.kind === 'ship' && row.toPack > 0) {
      const weightGrams = chance.permille(OFF.weight) ? chance.whole(800, 4000) : null;
      const made = await line.tell<{ parcels: unknown[] }>(`/fulfilments/${row.id}/pack`, { parcels: [{ weightGrams }] });
      notes.did('parcels packed', made?.parcels.length ?? 0);
      packed.add(row.order);
      return true;
    }
    if (row.kind === 'transfer' && row.status === 'picked') {
      await intoTote(row);
      return true;
    }
    return false;
  };

  /** All labelled parcels by carrier; where one stands in the way, those that can go leave by themselves. */
  const handOver = async (): Promise<void> => {
    const parcels = ((await line.ask<{ parcels: ParcelRow[] }>(`/parcels?status=labelled&location=${place.code}&limit=200`))?.parcels ?? []).filter(({ order }) => !memory.left.includes(order) && (!visited || packed.has(order)));
    for (const carrier of new Set(parcels.flatMap((parcel) => parcel.carrier ?? []))) {
      const ids = parcels.filter((parcel) => parcel.carrier === carrier).map(({ id }) => id);
      const close = (some: readonly string[]): Promise<unknown> => line.tell('/manifests', { location: place.code, carrier, parcels: some });
      if (await close(ids)) notes.did('parcels handed over', ids.length);
      else if (ids.length > 1) for (const id of ids) if (await close([id])) notes.did('parcels handed over');
    }
  };

  const receiveTotes = async (): Promise<void> => {
    for (const tote of memory.totes.filter((one) => one.destination === place.code && one.rounds >= ON_THE_ROAD)) {
      if (await line.tell(`/loads/${tote.code}/receive`)) notes.did('totes received');
      // One that is refused was received by somebody else; one that got no answer is tried again.
      if (await line.ask('/me')) memory.totes = memory.totes.filter((one) => one !== tote);
    }
  };

  /** What the external warehouse sent here; no robot of ours put it in a van. */
  const receiveFromOutside = async (): Promise<void> => {
    const coming = (await line.ask<{ loads: { code: string; origin: string }[] }>(`/loads?location=${place.code}&limit=50`))?.loads ?? [];
    for (const { code } of coming.filter(({ origin }) => OUTSIDE.has(origin))) if (await line.tell(`/loads/${code}/receive`)) notes.did('totes received');
  };

  const inspect = async (): Promise<void> => {
    for (const back of memory.inspections.filter(({ location }) => location === place.code).slice(0, 2)) {
      memory.inspections = memory.inspections.filter((one) => one !== back);
      if (await line.tell(`/returns/${back.return}/inspect`, { lines: back.lines.map((one) => ({ ...one, disposition: chance.permille(100) ? 'damaged' : 'sellable' })) })) notes.did('returns inspected');
    }
  };

  return {
    place, line,
    visit: async () => {
      visits += 1;
      const list = await line.ask<{ fulfilments: WorkRow[] }>(`/fulfilments?location=${place.code}&limit=100`);
      if (!list) return 0;
      let done = 0;
      const left = leftAlone(list.fulfilments);
      for (const row of list.fulfilments) {
        if (left.has(row.id)) continue;
        if (done >= STEPS[place.kind]) break;
        if (await step(row)) done += 1;
      }
      await receiveTotes();
      if (place.kind !== 'external_warehouse' && visits % HANDOVER_EVERY === 1) await receiveFromOutside();
      await inspect();
      if (visits % HANDOVER_EVERY === 0) await handOver();
      return done;
    },
  };
}
