/** What a command on its way waits out, as a table. */
import { expect, it } from 'vitest';
import { isForLater } from './later.ts';

it.each<[string, number, string, number, boolean]>([
  ['signed out', 401, 'request.unauthenticated', 0, true],
  ['too much at once', 429, 'request.too_many', 9, true],
  ['down', 503, 'request.unavailable', 99, true],
  ['the first sending is still under way, and will have booked it', 409, 'request.key_in_flight', 40, true],
  ['others were faster: nothing was changed', 409, 'request.contested', 0, true],
  ['others are always faster: somebody must look, and what is behind it goes on', 409, 'request.contested', 5, false],
  ['refused', 409, 'sales.receipt_taken', 0, false],
  ['refused for what it is', 422, 'sales.does_not_add_up', 0, false],
  ['not as the interface describes it', 400, 'request.invalid', 0, false],
])('%s', (_what, status, code, before, waits) => { expect(isForLater({ status, code }, before)).toBe(waits); });
