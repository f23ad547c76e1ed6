/** What an order's story says of how it began. */
import { describe, expect, it } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import type { JournalEvent } from '../books/index.ts';
import { told } from './told.ts';

const AT = '2026-03-02T09:00:00.000Z';
const placed = (data: object, due: number): JournalEvent => ({ type: 'OrderPlaced', seq: 1, recordedAt: AT, occurredAt: AT, by: { kind: 'api_key', id: newId() }, data: { channel: 'web', externalNumber: null, currency: 'EUR', lines: [{ line: 1, quantity: 2 }], ...data }, moves: { money: [{ account: 'due', amount: due }] } }) as unknown as JournalEvent;

describe('an order that was placed', () => {
  it('tells what it came to', () => expect(told(placed({}, 5995))).toMatchObject({ code: 'order_placed', parameters: { channel: 'web', total: 5995 }, lines: [{ line: 1, quantity: 2 }] }));

  it('and is a reservation, tells where it is kept and until when, and no amount', () => {
    const { parameters } = told(placed({ reservation: { location: 'utrecht', until: '2026-03-04T17:00:00.000Z', remindAt: null } }, 0));
    expect(parameters).toEqual({ channel: 'web', externalNumber: null, currency: 'EUR', reserved: true, location: 'utrecht', until: '2026-03-04T17:00:00.000Z' });
  });
});
