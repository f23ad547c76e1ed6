/** What a customer does with an order, without an account: cancel what nobody has picked yet, and ask for a new link. */
import type { Actor, CommandContext } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { wire } from '../../kernel/wire.ts';
import { fold, loadStreams, unitsOf } from '../books/index.ts';
import { Refusal } from '../../kernel/problem.ts';
import { changeDestination, changeOptions, extendPickup } from '../fulfilment/index.ts';
import type { ChangeOptions, ChangeRequest, FloorDeps } from '../fulfilment/index.ts';
import { readContacts } from '../customers/index.ts';
import { dialogueSlice } from '../dialogue/index.ts';
import { cancel, goOn, onOrder, orderSlice, orderStream } from '../orders/index.ts';
import type { OrderDeps } from '../orders/index.ts';
import { cancellable, stagesOf } from './permissions.ts';
import { selfserviceProblems } from './problems.ts';
import { sentence } from './words.ts';
import type { Language } from './words.ts';

/** Who acts on the page: the journal says that it was the customer, and no more. */
const CUSTOMER: Actor = { kind: 'system', id: 'customer', name: 'Customer', roles: [], locations: [] };

/** The customer's own context: keys of different orders never meet. */
const asCustomer = (context: CommandContext, order: Uuid): CommandContext => ({ ...context, actor: CUSTOMER, key: context.key === null ? null : { ...context.key, scope: `customer ${wire('order', order)}` } });

/** Cancels what may still be cancelled, or the named units of it; refuses, in the customer's language, what somebody has in hand already. */
export async function cancelAsCustomer(deps: OrderDeps, context: CommandContext, order: Uuid, wanted: readonly { line: number; quantity: number }[] | null, language: Language): Promise<void> {
  const customer = asCustomer(context, order);
  await onOrder(deps, customer, () => orderStream(deps.database, order), async (change, stream) => {
    const allowed = cancellable(fold(stream, orderSlice), unitsOf(stream), fold(stream, dialogueSlice));
    if (allowed.size === 0) throw selfserviceProblems.cannot_cancel({ detail: sentence('nothingToCancel', language) });
    const asked = wanted ?? [...allowed].map(([line, quantity]) => ({ line, quantity }));
    const totals = new Map<number, number>();
    for (const { line, quantity } of asked) totals.set(line, (totals.get(line) ?? 0) + quantity);
    for (const [line, quantity] of totals) {
      if (quantity > (allowed.get(line) ?? 0)) throw selfserviceProblems.cannot_cancel({ detail: sentence('alreadyPicked', language), found: quantity, expected: allowed.get(line) ?? 0, field: 'lines' });
    }
    deps.books.record(change, stream, cancel(stream, asked, 'customer', null, stagesOf(fold(stream, orderSlice))), customer);
    await goOn(deps, change, stream, customer);
    return 'customer';
  }, () => null);
}

/** Has a pickup that waits wait longer; refuses, in the customer's language, what does not wait or was extended before. */
export async function extendAsCustomer(deps: Pick<OrderDeps, 'database' | 'books'>, context: CommandContext, order: Uuid, delivery: number, language: Language): Promise<void> {
  try {
    await extendPickup(deps, asCustomer(context, order), { order, delivery, until: null, by: 'customer' }, () => null);
  } catch (error) {
    if (!(error instanceof Refusal) || !['orders.unknown', 'fulfilment.not_ready', 'fulfilment.extended_before', 'fulfilment.impossible_day'].includes(error.code)) throw error;
    throw selfserviceProblems.cannot_extend({ detail: sentence(error.code === 'fulfilment.extended_before' ? 'extendedBefore' : 'cannotExtend', language), field: 'delivery' });
  }
}

/** What the customer's page says of the refusals of a change; what is not here is a fault of ours. */
const CHANGE_REFUSED: Readonly<Record<string, Parameters<typeof sentence>[0]>> = {
  'orders.unknown': 'cannotChange', 'orders.delivery_unknown': 'cannotChange', 'orders.too_late': 'cannotChange', 'fulfilment.not_changeable': 'cannotChange', 'fulfilment.with_partner': 'cannotChange', 'reservations.reserved': 'cannotChange', 'fulfilment.cannot_pay_more': 'cannotChange', 'fulfilment.same_destination': 'sameDestination',
  'fulfilment.in_the_van': 'inTheVan', 'fulfilment.place_unknown': 'notThere', 'fulfilment.location_closed': 'notThere', 'fulfilment.no_pickup': 'notThere', 'fulfilment.no_stock': 'notThere', 'fulfilment.not_offered': 'notThere',
};

async function inTheirWords<T>(language: Language, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const name = error instanceof Refusal ? CHANGE_REFUSED[error.code] : undefined;
    if (name === undefined) throw error;
    throw selfserviceProblems.cannot_change({ detail: sentence(name, language) });
  }
}

/** Sends a delivery elsewhere as its customer wants; refuses in the customer's language. */
export const changeAsCustomer = (deps: FloorDeps, context: CommandContext, request: Pick<ChangeRequest, 'order' | 'delivery' | 'wish' | 'near' | 'byIp'>, language: Language): Promise<unknown> =>
  inTheirWords(language, () => changeDestination(deps, asCustomer(context, request.order), { ...request, by: 'customer', price: null, reason: null }, () => null));

/** Where else the customer could have it go. */
export const changeOptionsOf = (deps: FloorDeps, context: CommandContext, request: Pick<ChangeRequest, 'order' | 'delivery' | 'near' | 'byIp'>, language: Language): Promise<ChangeOptions> =>
  inTheirWords(language, () => changeOptions(deps, asCustomer(context, request.order), { ...request, by: 'customer' }));

/** Orders at most that one request for a link is answered with: a number of one channel may be used by another too. */
const MOST = 3;

/** The orders that carry a number and were placed with an e-mail address, each with the contact to write to. */
export async function ordersOf(database: Database, number: string, email: string): Promise<{ order: Uuid; contact: Uuid }[]> {
  const plain = number.replace(/^#\s*/, '');
  const rows = await database.query<{ id: Uuid }>('select id from orders.order where number = $1 or external_number = any($2) order by id desc limit 20', [plain, [plain, `#${plain}`]]);
  const streams = await loadStreams(database, rows.map(({ id }) => id));
  const named = [...streams.values()].map((stream) => {
    const { contact, deliveries } = fold(stream, orderSlice);
    return { order: stream.id, contacts: [contact, ...[...deliveries.values()].map((delivery) => delivery.contact)].filter((id): id is Uuid => id !== null) };
  });
  const contacts = await readContacts(database, named.flatMap((one) => one.contacts));
  const wanted = email.trim().toLowerCase();
  const reached = (id: Uuid): boolean => [contacts.get(id)?.email, contacts.get(id)?.address?.email].some((address) => address?.trim().toLowerCase() === wanted);
  return named.flatMap(({ order, contacts: ids }) => {
    const contact = ids.find(reached);
    return contact === undefined ? [] : [{ order, contact }];
  }).slice(0, MOST);
}
