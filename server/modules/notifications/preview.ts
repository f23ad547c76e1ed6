/** Made-up but believable data for each kind of message, so that an editor shows what a template will look like. */
import type { Brand, MessageData, MessageKind } from './kinds.ts';
import type { RenderSettings } from './render.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });

const brand: Brand = {
  name: 'Van Leest Schoenen', url: 'https://vanleest.example', logoUrl: null, accent: '#0b5fc0', email: 'service@vanleest.example', phone: '+31 30 123 45 67', address: 'Oudegracht 1, 3511 AA Utrecht',
};

/** Settings that go with the preview's data. */
export const previewSettings: RenderSettings = { brand, timeZone: 'Europe/Amsterdam' };

/** Data of one kind, in Dutch or English, with every list filled and every optional value there. */
export function previewData<Kind extends MessageKind>(kind: Kind, language: string): MessageData<Kind> {
  const dutch = language.startsWith('nl');
  const common = {
    customer: { name: 'Sanne de Wit' },
    order: { number: '100245', placedAt: '2026-03-03T19:42:00.000Z', total: eur(12485), url: 'https://vanleest.example/orders/100245' },
    lines: [
      { name: dutch ? 'Veterschoen Noor' : 'Lace-up shoe Noor', variant: dutch ? 'cognac, maat 39' : 'cognac, size 39', quantity: 1, total: eur(8995), imageUrl: 'https://vanleest.example/pictures/noor.jpg' },
      { name: dutch ? 'Leervet' : 'Leather grease', variant: null, quantity: 2, total: eur(3990), imageUrl: null },
    ],
  };
  const store = {
    name: 'Van Leest Delft', address: 'Markt 12, 2611 GS Delft', phone: '+31 15 123 45 67',
    hours: dutch ? [{ day: 'maandag', hours: '13.00 – 18.00 uur' }, { day: 'dinsdag t/m zaterdag', hours: '9.30 – 18.00 uur' }] : [{ day: 'Monday', hours: '13:00 – 18:00' }, { day: 'Tuesday to Saturday', hours: '9:30 – 18:00' }],
  };
  const parcel = { carrier: 'PostNL', trackingNumber: '3SABCD1234567', trackingUrl: 'https://postnl.example/3SABCD1234567' };
  const remaining = [{ name: dutch ? 'Schoenlepel' : 'Shoehorn', variant: dutch ? 'beuken' : 'beech', quantity: 1 }];
  const all: { [Each in MessageKind]: MessageData<Each> } = {
    order_received: {
      ...common, shipping: eur(500), discount: eur(1000), vat: eur(2167), payment: 'iDEAL', missing: { lines: remaining, refund: { amount: eur(1295), kind: 'refund' } },
      deliveries: [{ method: 'home', place: 'Lange Nieuwstraat 8, 3512 PH Utrecht', from: '2026-03-05', until: '2026-03-06', later: false }, { method: 'store', place: 'Van Leest Delft', from: null, until: '2026-03-07', later: true }],
    },
    parcel_shipped: { ...common, parcel: { ...parcel, expectedOn: '2026-03-05' }, place: 'Lange Nieuwstraat 8, 3512 PH Utrecht', pickupPoint: false, remaining },
    parcel_at_point: { ...common, parcel, point: { name: 'Boekhandel De Stad', address: 'Noordersingel 19, 9711 LS Groningen', hours: store.hours }, until: '2026-03-12' },
    parcel_waits: { ...common, parcel, point: { name: 'Boekhandel De Stad', address: 'Noordersingel 19, 9711 LS Groningen', hours: store.hours }, until: '2026-03-12' },
    parcel_news: { ...common, parcel, news: 'refunded', moneyWhenBack: false, refund: eur(12485), again: null },
    reservation: { ...common, store, until: '2026-03-06T16:00:00.000Z', code: '4827', news: 'ready' },
    pickup_on_its_way: { ...common, store, expectedOn: '2026-03-06' },
    pickup_ready: { ...common, store, pickup: { code: '4827', until: '2026-03-19', identification: true, goesBack: true, moneyBack: true } },
    pickup_reminder: { ...common, store, pickup: { code: '4827', until: '2026-03-19', identification: true, goesBack: true, moneyBack: true } },
    pickup_extended: { ...common, store, pickup: { code: '4827', until: '2026-03-19', identification: true, goesBack: true, moneyBack: true } },
    delivery_changed: { ...common, method: 'store', place: 'Van Leest Delft, Markt 12, 2611 GS Delft', store, expectedOn: '2026-03-06', toPay: { amount: eur(495), until: '2026-03-03T09:00:00.000Z' }, was: 'home', part: true, unpaid: true },
    payment_asked: { ...common, toPay: { amount: eur(3990), until: '2026-03-04T09:00:00.000Z' } },
    lines_cancelled: { ...common, reason: 'nowhere_in_stock', refund: { amount: eur(8995), kind: 'refund' }, remaining },
    order_cancelled: { ...common, reason: 'customer', refund: { amount: eur(12485), kind: 'refund' } },
    refund_done: { ...common, refund: { amount: eur(8995), method: 'iDEAL', on: '2026-03-10', arrivesWithinDays: 3 }, reason: 'return' },
    promise_changed: { ...common, method: 'store', place: 'Van Leest Delft', promise: { before: '2026-03-05', day: '2026-03-06', time: '2026-03-06T12:00:00Z' } },
    cancellation_refused: { ...common },
    receipt: {
      ...common, customer: { name: null }, order: { ...common.order, url: null }, receipt: 'delft-7KQ2-0042', soldAt: '2026-03-03T15:12:00.000Z', store: { name: store.name, address: store.address, phone: store.phone }, charges: [{ name: dutch ? 'Bezorgen' : 'Delivery', total: eur(495) }], discount: eur(500), rounding: eur(-2),
      vat: [{ rate: '21%', total: eur(12985), amount: eur(2254) }], payments: [{ method: dutch ? 'cadeaukaart' : 'gift card', amount: eur(2500) }, { method: dutch ? 'contant geld' : 'cash', amount: eur(10480) }],
      deliveries: [{ method: 'store', place: store.name, until: '2026-03-05', code: '4827' }, { method: 'home', place: 'Utrecht', until: '2026-03-06', code: null }],
    },
    order_link: { ...common },
  };
  return all[kind];
}
