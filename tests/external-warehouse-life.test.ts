/** The life of a dialogue with an external warehouse: every saying in every state, over the interface, as the table says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIALOGUE_NEXT, DIALOGUE_STATES, SAYINGS } from '../server/modules/dialogue/index.ts';
import type { DialogueState, Saying } from '../server/modules/dialogue/index.ts';
import type { Client, Reply } from './support/spil.ts';
import { ok, parcel, reference, startWarehouse } from './support/warehouse.ts';
import type { Given, Said, Warehouse } from './support/warehouse.ts';

let warehouse: Warehouse;
let venlo: Client;

beforeAll(async () => {
  warehouse = await startWarehouse();
  ({ venlo } = warehouse);
});
afterAll(() => warehouse.spil.close());

const settled: Warehouse['settled'] = (...given) => warehouse.settled(...given);
const given: Warehouse['given'] = (...given) => warehouse.given(...given);
const accept: Warehouse['accept'] = (...given) => warehouse.accept(...given);
const reject: Warehouse['reject'] = (...given) => warehouse.reject(...given);
const cancelling: Warehouse['cancelling'] = (...given) => warehouse.cancelling(...given);
const answer: Warehouse['answer'] = (...given) => warehouse.answer(...given);

describe('the life of a dialogue', () => {
  it('has an answer for every saying in every state, and its ends are ends', () => {
    for (const state of DIALOGUE_STATES) for (const saying of SAYINGS) expect([...DIALOGUE_STATES, 'stays', 'no']).toContain(DIALOGUE_NEXT[state][saying]);
    expect(DIALOGUE_STATES.filter((state) => SAYINGS.every((saying) => saying === 'ship' || ['no', 'stays'].includes(DIALOGUE_NEXT[state][saying])))).toEqual(['rejected', 'cancellation_accepted']);
  });

  const reach: Readonly<Record<DialogueState, (given: Given) => Promise<unknown>>> = {
    submitted: async () => undefined,
    accepted: ({ work }) => accept(work),
    rejected: ({ work }) => reject(work),
    cancellation_requested: async ({ order, work }) => { await accept(work); await cancelling(order); },
    cancellation_accepted: async ({ order, work }) => { await accept(work); await cancelling(order); await answer(work, true); },
    cancellation_rejected: async ({ order, work }) => { await accept(work); await cancelling(order); await answer(work, false); },
  };
  const SPOKEN: Readonly<Record<Exclude<Saying, 'ask'>, (given: Given) => Promise<Reply<Said>>>> = {
    accept: ({ work }) => venlo.post(`/logistics/work/${work}/accept`, { reference: reference() }),
    reject: ({ work }) => venlo.post(`/logistics/work/${work}/reject`, { reference: reference(), reason: 'other' }),
    ship: ({ work, sku }) => venlo.post(`/logistics/work/${work}/ship`, { reference: reference(), parcels: [parcel(sku, 1)] }),
    agree: ({ work }) => venlo.post(`/logistics/work/${work}/cancellation`, { reference: reference(), accepted: true }),
    refuse: ({ work }) => venlo.post(`/logistics/work/${work}/cancellation`, { reference: reference(), accepted: false }),
  };
  it.each(DIALOGUE_STATES.flatMap((state) => (Object.keys(SPOKEN) as Exclude<Saying, 'ask'>[]).map((saying) => [state, saying] as const)))('%s, then %s: as the table says', async (state, saying) => {
    const one = await given(2, 2);
    await reach[state](one);
    expect(ok(await venlo.get<Said>(`/logistics/work/${one.work}`)).state).toBe(state);
    const reply = await SPOKEN[saying](one);
    const next = DIALOGUE_NEXT[state][saying];
    if (next === 'no') expect(reply.status).toBe(409);
    else expect(ok(reply).state).toBe(next === 'stays' ? state : next);
    await settled();
  });
});
