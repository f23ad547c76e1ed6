/** What the customer of an order has in hand: the code of a pickup, the link to the order's page, and the mails about it. */
import { derivedSecret, pickupCode } from '../../server/app.ts';
import { fromWire } from '../../server/kernel/ids.ts';
import { linkTo } from '../../server/modules/selfservice/index.ts';
import type { World } from './world.ts';

/** The secret of every server that tests start. */
const SECRET = 'a test secret';

export const codeOf = ({ id }: { id: string }, delivery = 1): string => pickupCode(SECRET, fromWire('ord', id) ?? '', delivery);

/** What stands behind the address of the order's page. */
export const tokenOf = async ({ spil, clock }: Pick<World, 'spil' | 'clock'>, { id }: { id: string }): Promise<string> =>
  (await linkTo({ database: spil.database, secret: derivedSecret(SECRET, 'customer links'), url: '' }, fromWire('ord', id) ?? '', clock.now())).token;

/** The subjects of the mails about an order, with # for its number. */
export const subjectsTo = async (world: Pick<World, 'mails'>, email: string, { number }: { number: string }): Promise<string[]> =>
  (await world.mails(email)).filter(({ subject }) => subject.includes(number)).map(({ subject }) => subject.replace(number, '#'));
