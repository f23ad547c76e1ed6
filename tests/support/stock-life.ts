/** What can happen to a shop's stock, to what is expected of it, and to what its rules are read over: deeds to be done in any order. */
import { keep, workInbox } from '../../server/modules/intake/index.ts';
import { anOrder } from './company.ts';
import type { Chance } from './random.ts';
import type { Client, Running } from './spil.ts';

interface Placed { id: string; fulfilments: { id: string; location: string }[] }
export interface Life { spil: Running; office: Client; channel: Client; erp: Client; stores: ReadonlyMap<string, Client>; skus: readonly string[]; places: readonly string[]; chance: Chance; now: () => string; inbox: Parameters<typeof workInbox>[0]; /** Lets those who wait take what came. */ serve: () => Promise<void> }

/** Rules that read of everything that may have been otherwise: locations, the product, the channel, and what is expected. */
export const LIFE_RULES = [
  { name: 'Small shops keep one', when: 'location.size == "small"', effect: { kind: 'safety_stock', units: 1 } },
  { name: 'Outlets sell for themselves', when: '"outlet" in location.tags', effect: { kind: 'excluded' } },
  { name: 'The last of what is new', when: '"new" in product.tags', effect: { kind: 'threshold', below: 3 } },
  { name: 'A third where they read German', when: 'channel.language == "de"', effect: { kind: 'channel_buffer', percent: 30 } },
  { name: 'What comes within a week', effect: { kind: 'expected', days: 7 } },
];

/** Puts a resource at the version read, changed as asked. */
export async function revise(by: Client, path: string, to: (body: Record<string, unknown>) => Record<string, unknown>): Promise<void> {
  const { body } = await by.get(path);
  const { version, updatedAt: _at, can: _can, code: _code, sku: _sku, partOf: _of, ...rest } = body;
  const reply = await by.put(path, { ...rest, ...to(rest) }, { 'if-match': `"${String(version)}"` });
  if (reply.status !== 200) throw new Error(`${path} was refused: ${JSON.stringify(reply.body)}`);
}

/** An order that does not add up: it is put aside, and counts as demand; said again, its channel may want something else. */
async function quarantined({ spil, inbox, now }: Life, externalId: string, sku: string, quantity: number): Promise<void> {
  const { channel: _channel, ...order } = anOrder({ lines: [{ sku, quantity }], payment: { operator: 'channel', method: 'card', captured: true }, externalId });
  await keep(spil.database, 'web', [{ eventId: `${externalId} ${now()}`, source: 'webhook', topic: null, raw: JSON.stringify({ ...order, version: now(), totals: { total: 1 } }), toFetch: null }], now());
  await workInbox(inbox);
}

/** Each deed tries something; one that is refused changes nothing, and is as good. */
export function deedsOf(life: Life): (() => Promise<unknown>)[] {
  const { office, channel, erp, stores, skus, places, chance, now } = life;
  const open: Placed[] = [];
  const receipts: { reference: string; location: string; sku: string }[] = [];
  const upTo = (n: number): number => 1 + chance.below(n);
  const one = <T>(from: readonly T[]): T | undefined => (from.length > 0 ? chance.of(from) : undefined);
  const fulfilments = (): Placed['fulfilments'] => one(open)?.fulfilments ?? [];
  const day = (): string => new Date(Date.parse(now()) + upTo(12) * 86_400_000).toISOString().slice(0, 10);
  const order = async (most: number): Promise<void> => {
    const { status, body } = await channel.post<Placed>('/orders', anOrder({ lines: [{ sku: chance.of(skus), quantity: upTo(most) }] }));
    if (status === 201) open.push(body);
  };
  const announce = ({ reference, location, sku }: { reference: string; location: string; sku: string }): Promise<unknown> =>
    erp.put(`/expected-receipts/${reference}`, { location, supplier: 'Factory', lines: [{ sku, quantity: upTo(6), expectedOn: day() }] });
  const toggle = (tags: unknown, tag: string): string[] => ((tags as string[]).includes(tag) ? (tags as string[]).filter((other) => other !== tag) : [...(tags as string[]), tag]);
  const begin = async (): Promise<void> => {
    const receipt = { reference: `PO-${receipts.length + 1}`, location: chance.of(places), sku: chance.of(skus) };
    receipts.push(receipt);
    await announce(receipt);
  };
  const move = async (): Promise<void> => { const some = one(receipts); if (some) await announce(some); };
  /** All that lies free of something that is expected, and one that is not there yet. */
  const sellOut = async (): Promise<void> => {
    const some = one(receipts);
    if (!some) return;
    const { body: { sell } } = await office.get<{ sell: number }>(`/stock/waterfall?sku=${some.sku}`);
    await channel.post<Placed>('/orders', anOrder({ lines: [{ sku: some.sku, quantity: sell + 1 }] }));
  };
  /** Of what somebody waits for, where there is such. */
  const bring = async (): Promise<void> => {
    const { body } = await erp.get<{ receipts: { reference: string; waiting: number }[] }>('/expected-receipts?limit=100');
    const some = one(receipts.filter(({ reference }) => body.receipts.some((row) => row.reference === reference && row.waiting > 0))) ?? one(receipts);
    if (some) await office.post(`/expected-receipts/${some.reference}/receive`, { lines: [{ code: some.sku, good: upTo(3), damaged: chance.below(2) }], close: chance.below(3) === 0 });
  };
  // What suppliers bring is worth more turns than the rest: it is told right only when several things of it were kept right.
  return [
    begin, begin, sellOut, move, bring,
    () => order(3), () => order(4), () => order(4),
    async () => { await office.post('/stock/receipts', { location: chance.of(places), lines: [{ sku: chance.of(skus), quantity: upTo(4) }] }); },
    // A count that finds less than was promised breaks reservations.
    () => office.post('/stock/counts', { location: chance.of(places), lines: [{ sku: chance.of(skus), counted: upTo(4) - 1 }] }),
    () => office.post('/stock/corrections', { location: chance.of(places), lines: [{ sku: chance.of(skus), from: 'sellable', to: 'damaged', quantity: 1 }], reason: 'water' }),
    async () => { const some = one(open); if (some) await office.post(`/orders/${some.id}/cancel`, { reason: 'customer' }); },
    async () => { for (const { id, location } of fulfilments()) await stores.get(location)?.post(`/fulfilments/${id}/short`, { line: 1, quantity: 1, reason: 'no_time' }); },
    async () => { for (const { id, location } of fulfilments()) for (const sku of skus) await stores.get(location)?.post(`/fulfilments/${id}/pick`, { scans: [{ scan: `${id} ${now()}`, code: sku }] }); },
    () => quarantined(life, `aside-${chance.below(3)}`, chance.of(skus), upTo(3)),
    sellOut, move, bring,
    async () => { const some = one(receipts); if (some && chance.below(2) === 0) await office.post(`/expected-receipts/${some.reference}/cancel`); },
    () => life.serve(),
    () => revise(office, `/locations/${chance.of(places)}`, ({ active }) => ({ active: active !== true })),
    () => revise(office, `/locations/${chance.of(places)}`, ({ tags, size }) => ({ tags: toggle(tags, 'outlet'), size: size === 'small' ? 'large' : 'small' })),
    () => revise(office, `/locations/${chance.of(places)}`, ({ capabilities }) => ({ capabilities: (capabilities as string[]).includes('pickup') ? ['ship'] : ['ship', 'pickup', 'return'] })),
    () => revise(office, `/variants/${chance.of(skus)}`, ({ tags }) => ({ tags: toggle(tags, 'new') })),
    () => revise(office, `/variants/${chance.of(skus)}`, ({ backorder }) => ({ backorder: backorder !== true })),
    () => revise(office, '/channels/web', ({ language }) => ({ language: language === 'de' ? 'nl' : 'de' })),
  ];
}
