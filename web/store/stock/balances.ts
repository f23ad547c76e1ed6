/** What lies of a product at a location, in each state. */
import type { Answer } from '../../api/client.ts';

export type Balances = Answer<'getStock'>['balances'];
