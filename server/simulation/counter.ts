/** What customers do after they bought: collect their pickups, bring things back, change their minds; and customer service, who helps them. */
import { passwordOf } from './credentials.ts';
import type { Deps } from './deps.ts';
import { remember } from './memory.ts';
import type { AwaitedPickup, PlacedOrder } from './memory.ts';
import type { Staff } from './staff.ts';

interface Found { id: string; number: string; status: string }
interface Order {
  id: string; number: string; status: string; can: string[];
  deliveries: { delivery: number; kind: string; status: string; location: string | null }[];
  lines: { line: number; units: { stage: string; quantity: number }[] }[];
  parcels: { id: string; location: string; lines: { line: number; quantity: number }[] }[];
}
interface Mail { subject: string; text: string }

/** The pickup code in a message, Dutch or English. */
const CODE = /(?:afhaalcode|pickup code)\W+([2-9A-HJ-NP-Z]{6})\b/i;
/** Rounds before a customer brings something back, and orders that they choose among. */
const HOME_FOR = 6;

export interface Counter {
  /** A few customers come for their pickups. */
  collect(): Promise<void>;
  /** Perhaps somebody brings something back. */
  bringBack(): Promise<void>;
  /** Perhaps somebody changes their mind. */
  cancel(): Promise<void>;
  /** What the carrier could not deliver is booked in again where it came from. */
  takeBack(): Promise<void>;
}

export function createCounter({ telephone, urls, secret, chanceOf, memory, notes }: Deps, staff: readonly Staff[]): Counter {
  const chance = chanceOf('counter');
  const person = (mailbox: string) => telephone.as({ name: mailbox, email: `${mailbox}@vandalen.example`, password: passwordOf(secret, `${mailbox}@vandalen.example`) });
  const [service, operations] = [person('klantenservice'), person('logistiek')];
  const [mailbox, webshop] = [telephone.outside('mailbox', urls.mailbox), telephone.outside('web shop', urls.shopify)];
  const at = (location: string): Staff | undefined => staff.find(({ place }) => place.code === location);
  const stores = staff.filter(({ place }) => place.kind === 'store');

  /** Service looks an order up by the number the customer names. */
  const lookUp = async ({ number, channel }: Pick<PlacedOrder, 'number' | 'channel'>): Promise<Order | null> => {
    const list = await service.ask<{ orders: Found[] }>(`/orders?channel=${channel}&number=${encodeURIComponent(number)}&limit=1`);
    const found = list?.orders[0];
    return found ? service.ask<Order>(`/orders/${found.id}`) : null;
  };
  const forget = (order: PlacedOrder): void => { memory.placed = memory.placed.filter((one) => one !== order); };
  const noLongerAwaited = (pickup: AwaitedPickup): void => { memory.pickups = memory.pickups.filter((one) => one !== pickup); };

  const fetchPickup = async (pickup: AwaitedPickup): Promise<void> => {
    const order = await lookUp(pickup);
    const delivery = order?.deliveries.find(({ kind, status }) => kind === 'pickup' && status === 'ready');
    if (order && ['cancelled', 'complete', 'returned'].includes(order.status)) return noLongerAwaited(pickup);
    if (!order || !delivery) return;
    const mails = (await mailbox.ask<{ mails: Mail[] }>(`/_control/mails?to=${encodeURIComponent(pickup.email)}`))?.mails ?? [];
    const code = mails.filter(({ subject, text }) => subject.includes(order.number) || subject.includes(pickup.number) || text.includes(order.number)).flatMap(({ text }) => CODE.exec(text)?.[1] ?? []).at(-1);
    if (code === undefined) return;
    const store = at(delivery.location ?? pickup.store);
    const address = `/orders/${order.id}/deliveries/${delivery.delivery}/collect`;
    if (chance.permille(40)) {
      await store?.line.tell(address, { code: 'ABCDEF' });
      notes.did('wrong pickup codes');
    }
    if (await store?.line.tell(address, { code })) {
      noLongerAwaited(pickup);
      notes.did('pickups collected');
    }
  };

  const sendBack = async (order: Order, lines: { line: number; quantity: number }[], location: string, line: Staff['line'], reason: string): Promise<void> => {
    const back = await line.tell<{ return: string }>('/returns', { order: order.id, location, lines, reason });
    if (!back) return;
    remember(memory, 'inspections', { return: back.return, location, lines });
    notes.did('returns received');
  };

  return {
    collect: async () => {
      for (let n = Math.min(3, memory.pickups.length); n > 0; n -= 1) {
        const pickup = memory.pickups.shift();
        if (!pickup) return;
        memory.pickups.push(pickup);
        await fetchPickup(pickup);
      }
    },
    bringBack: async () => {
      const old = memory.placed.filter(({ rounds }) => rounds >= HOME_FOR);
      if (old.length === 0) return;
      const chosen = chance.of(old);
      const order = await lookUp(chosen);
      if (!order) return;
      const there = order.lines.flatMap(({ line, units }) => (units.some(({ stage }) => stage === 'delivered' || stage === 'collected') ? [{ line, quantity: 1 }] : []));
      if (there.length === 0) {
        if (['cancelled', 'returned', 'complete'].includes(order.status)) forget(chosen);
        return;
      }
      const store = chance.of(stores);
      await sendBack(order, [chance.of(there)], store.place.code, store.line, chance.of(['te klein', 'te groot', 'past niet', 'bedacht zich', 'kleur valt tegen']));
      forget(chosen);
    },
    cancel: async () => {
      const young = memory.placed.filter(({ rounds, channel }) => rounds < HOME_FOR && channel !== 'till');
      if (young.length === 0) return;
      const chosen = chance.of(young);
      if (chosen.channel === 'webshop' && chosen.shopId !== null && chance.permille(400)) {
        if (await webshop.tell(`/_control/orders/${chosen.shopId}/cancel`, { reason: 'customer' })) notes.did('cancelled in the web shop');
        return forget(chosen);
      }
      const order = await lookUp(chosen);
      if (!order?.can.includes('cancel')) return;
      const lines = chance.permille(500) ? null : order.lines.flatMap(({ line, units }) => (units.some(({ stage }) => ['open', 'waiting', 'allocated', 'picked', 'packed', 'ready'].includes(stage)) ? [{ line, quantity: 1 }] : [])).slice(0, 1);
      if (await service.tell(`/orders/${order.id}/cancel`, { lines, reason: 'customer', note: 'De klant belde: liever niet.' })) notes.did('cancelled by customer service');
      if (lines === null) forget(chosen);
    },
    takeBack: async () => {
      const parcels = (await operations.ask<{ parcels: { id: string; order: string; location: string }[] }>('/parcels?status=returning&limit=5'))?.parcels ?? [];
      for (const parcel of parcels) {
        const order = await service.ask<Order>(`/orders/${parcel.order}`);
        const lines = order?.parcels.find(({ id }) => id === parcel.id)?.lines ?? [];
        const left = lines.flatMap(({ line, quantity }) => {
          const returning = order?.lines.find((one) => one.line === line)?.units.filter(({ stage }) => stage === 'returning').reduce((sum, one) => sum + one.quantity, 0) ?? 0;
          return returning > 0 ? [{ line, quantity: Math.min(quantity, returning) }] : [];
        });
        const staffed = at(parcel.location);
        if (order && staffed && left.length > 0) await sendBack(order, left, parcel.location, staffed.line, 'niet bezorgd');
      }
    },
  };
}
