/** The story of an order in one list, and what stands around it: each reader is told what is theirs, in pages that leave nothing out and nothing twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { ok, startSpil } from './support/spil.ts';
import type { Client, Running } from './support/spil.ts';

interface Entry { id: string; kind: string; at: string; by: { kind: string; name: string | null } | null; code: string; parameters: Record<string, unknown>; lines: { line: number; quantity: number }[]; links: Record<string, string>; can: string[] }
interface Story { entries: Entry[]; next: string | null }
interface Order { id: string; fulfilments: { id: string; can: string[]; decision: string }[]; deliveries: { can: string[] }[]; can: string[] }

let spil: Running;
let service: Client;
let id = '';
const shoe = 'runner-42';
const story = async (query = '', by: Client = service): Promise<Story> => ok(await by.get<Story>(`/orders/${id}/timeline${query}`));

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  const [channel, utrecht] = await Promise.all([spil.as('channel'), spil.as('store', ['utrecht']), (async () => { service = await spil.as('service'); })()]);
  await stock(spil, { utrecht: { [shoe]: 5 }, leiden: { [shoe]: 5 } });
  const order = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: shoe, quantity: 3 }] })));
  id = order.id;
  const work = order.fulfilments[0]?.id ?? '';
  for (const scan of ['a', 'b']) ok(await utrecht.post(`/fulfilments/${work}/pick`, { scans: [{ scan, code: shoe }] }));
  ok(await utrecht.post(`/fulfilments/${work}/short`, { line: 1, quantity: 1, reason: 'damaged', note: 'scratched' }));
  const { parcels } = ok(await utrecht.post<{ parcels: { id: string }[] }>(`/fulfilments/${work}/pack`));
  ok(await utrecht.post(`/parcels/${parcels[0]?.id}/tracking`, { carrier: 'bode', trackingNumber: 'T-12345' }));
  ok(await service.post(`/orders/${id}/notes`, { text: 'Called about the third pair.' }));
  const held = ok(await service.post<{ holds: { id: string }[] }>(`/orders/${id}/holds`, { reason: 'address', owner: 'service', note: 'asks for another street' }));
  ok(await service.post(`/orders/${id}/holds/${held.holds[0]?.id}/release`));
  const parcel = (await spil.database.query<{ id: string; order_id: string }>('select id, order_id from shipping.parcel'))[0];
  await spil.database.query(`insert into shipping.tracked (parcel_id, seen, checked_at) values ($1, '{"2026-03-02T18:00:00.000Z J01 sorted"}', now())`, [parcel?.id]);
  await spil.database.query(`insert into shipping.announcement (parcel_id, carrier, state, attempts, reason, updated_at) values ($1, 'postnl', 'refused', 3, 'no such street', '2026-03-02T09:30:00Z')`, [parcel?.id]);
  await spil.database.query(
    `insert into notifications.message (id, order_id, event_seq, kind, language, state, next_attempt_at, sender, subject, created_by, created_at, sent_at) values (gen_random_uuid(), $1, 1, 'order_received', 'nl', 'sent', now(), '{}', 'Uw bestelling', 'spil', '2026-03-02T09:00:00Z', '2026-03-02T09:00:05Z')`, [parcel?.order_id]);
});
afterAll(() => spil.close());

describe('the timeline', () => {
  it('tells everything, newest first, with who and what it is about', async () => {
    const { entries, next } = await story();
    expect(next).toBeNull();
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted().reverse());
    const one = (code: string): Entry | undefined => entries.find((entry) => entry.code === code);
    expect(one('order_placed')).toMatchObject({ kind: 'order', parameters: { channel: 'web', total: 17985 } });
    expect(one('items_picked')).toMatchObject({ kind: 'work', by: { kind: 'key', name: 'store utrecht' }, lines: [{ line: 1, quantity: 2 }] });
    expect(one('items_shorted')).toMatchObject({ parameters: { location: 'utrecht', reason: 'damaged', note: 'scratched' }, lines: [{ line: 1, quantity: 1 }] });
    expect(entries.filter(({ code }) => code === 'fulfilment_assigned').map(({ parameters, links }) => [parameters['location'], Object.keys(links).toSorted()])).toEqual([['leiden', ['decision', 'fulfilment']], ['utrecht', ['decision', 'fulfilment']]]);
    expect(one('note_added')).toMatchObject({ kind: 'note', by: { name: 'service' }, parameters: { text: 'Called about the third pair.' } });
    expect(one('hold_placed')).toMatchObject({ kind: 'hold', parameters: { reason: 'address', owner: 'service', note: 'asks for another street' } });
    expect(one('message_sent')).toMatchObject({ kind: 'message', by: { kind: 'system', name: 'Spil' }, parameters: { kind: 'order_received', subject: 'Uw bestelling' }, can: ['resend'], links: { message: expect.stringMatching(/^msg_/) } });
    expect(one('scan_sorted')).toMatchObject({ kind: 'scan', at: '2026-03-02T18:00:00.000Z', parameters: { carrierCode: 'J01' } });
    expect(one('call_label')).toMatchObject({ kind: 'call', parameters: { carrier: 'postnl', state: 'refused', attempts: 3, reason: 'no such street' } });
    for (const entry of entries) expect(JSON.stringify(entry)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/);
  });

  it('pages by key: all entries once, in the same order', async () => {
    const whole = (await story()).entries.map((entry) => entry.id);
    const paged: string[] = [];
    let after: string | null = null;
    do {
      const { entries, next }: Story = await story(`?limit=3${after === null ? '' : `&after=${after}`}`);
      paged.push(...entries.map((entry) => entry.id));
      after = next;
    } while (after !== null);
    expect(paged).toEqual(whole);
    expect((await service.get(`/orders/${id}/timeline?after=nonsense`)).status).toBe(400);
  });

  it('of one kind has that kind only', async () => {
    const { entries } = await story('?kind=money');
    expect(entries.length).toBeGreaterThan(0);
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(['money']));
  });

  it('is for teams that deal with customers; only those who may send again are offered it', async () => {
    for (const role of ['channel', 'erp', 'carrier'] as const) expect((await (await spil.as(role)).get(`/orders/${id}/timeline`)).status).toBe(403);
    expect((await (await spil.as('store', ['utrecht'])).get(`/orders/${id}/timeline`)).status).toBe(403);
    expect((await story('?kind=message', await spil.as('viewer'))).entries[0]?.can).toEqual([]);
    expect((await service.get('/orders/ord_01h2xcejqtf2nbrexx3vqjhp41/timeline')).status).toBe(404);
  });
});

describe('what stands around an order', () => {
  const around = async (by: Client): Promise<{ shown: string; buyer: { name: string | null; email: string | null; address: { city: string } | null } | null; deliveries: { person: unknown }[]; variants: { sku: string; gtins: string[] }[]; locations: { code: string; name: string; city: string }[]; channel: { name: string } | null }> => ok(await by.get(`/orders/${id}/around`));

  it('is whole for service, the name for finance, and no person for a viewer', async () => {
    expect(await around(service)).toMatchObject({ shown: 'whole', buyer: { name: 'Jo Doe', email: 'jo@example.com', address: { city: 'Utrecht' } }, deliveries: [{ delivery: 1, person: { address: { street: 'Oudegracht' } } }] });
    const finance = await around(await spil.as('finance'));
    expect(finance).toMatchObject({ shown: 'name', buyer: { name: 'Jo Doe', email: null, address: null } });
    expect(JSON.stringify(finance)).not.toMatch(/jo@example|Oudegracht/);
    const viewer = await around(await spil.as('viewer'));
    expect(viewer).toMatchObject({ shown: 'nothing', buyer: null });
    expect(JSON.stringify(viewer)).not.toMatch(/Jo Doe|jo@example|Oudegracht/);
  });

  it('names its products, locations and channel', async () => {
    const { variants, locations, channel } = await around(service);
    expect(variants).toMatchObject([{ sku: shoe, gtins: ['02000000000015'] }]);
    expect(locations.map(({ code, name }) => [code, name]).toSorted()).toEqual([['leiden', 'Leiden'], ['utrecht', 'Utrecht']]);
    expect(channel).toEqual({ code: 'web', name: 'web' });
  });
});

describe('what may be done', () => {
  it('comes with each object, by who asks and how far it is', async () => {
    const shown = ok(await service.get<Order>(`/orders/${id}`));
    expect(shown.fulfilments.map(({ can }) => can)).toEqual([['explain'], ['reassign', 'explain']]);
    // A parcel of the delivery is packed: its address stays, and what is not packed may go elsewhere.
    expect(shown.deliveries.map(({ can }) => can)).toEqual([['change']]);
    const viewer = ok(await (await spil.as('viewer')).get<Order>(`/orders/${id}`));
    expect([viewer.can, viewer.fulfilments.map(({ can }) => can)]).toEqual([[], [['explain'], ['explain']]]);
  });
});
