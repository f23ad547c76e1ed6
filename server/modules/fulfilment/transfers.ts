/** Free goods from one location to another: asked for by either side or the office, sent in a load by scan, so many at a time. */
import { execute } from '../../kernel/command.ts';
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import type { Change } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Balance } from '../books/index.ts';
import { sendAfter } from '../documents/index.ts';
import { onShelves, skusOf } from '../inventory/index.ts';
import { locationByCode } from '../locations/index.ts';
import { arrivesIfGiven } from '../sourcing/index.ts';
import { mine } from './commands.ts';
import type { FloorDeps } from './commands.ts';
import { openLoad } from './into-load.ts';
import { fulfilmentProblems } from './problems.ts';
import { askedLines, filled, sentLines } from './transfer-rules.ts';
import type { Counted, TransferLine } from './transfer-rules.ts';

export type TransferStatus = 'open' | 'sent' | 'closed';
export interface Transfer { id: Uuid; origin: string; destination: string; status: TransferStatus; lines: TransferLine[]; note: string | null; asked_by: string; asked_at: Instant; ended_at: Instant | null; version: number }

const COLUMNS = 'id, origin, destination, status, lines, note, asked_by, asked_at, ended_at, version';

/** A transfer of this account's locations; to others it does not exist. */
export async function transferFor(database: Queryable, actor: Actor, id: Uuid): Promise<Transfer> {
  const [row] = await database.query<Transfer>(`select ${COLUMNS} from fulfilment.transfer where id = $1`, [id]);
  if (!row || !(mine(actor, row.origin) || mine(actor, row.destination))) throw fulfilmentProblems.transfer_unknown({ detail: `There is no internal shipment ${id} for this account.`, found: id });
  return row;
}

/** Products by barcode or SKU, each once with all that was counted of it, a carton as its pieces; one that is not known is refused. */
async function bySku(database: FloorDeps['database'], lines: readonly { code: string; quantity: number }[]): Promise<Counted[]> {
  const skus = await skusOf(database, lines.map(({ code }) => code));
  const counts = new Map<string, number>();
  for (const { code, quantity } of lines) {
    const scanned = skus.get(code);
    if (scanned === undefined) throw fulfilmentProblems.unknown_product({ detail: `${code} is not a barcode or SKU of the catalogue. Scan the label of the product itself.`, found: code, field: 'lines' });
    counts.set(scanned.sku, (counts.get(scanned.sku) ?? 0) + quantity * scanned.pieces);
  }
  return [...counts].map(([sku, quantity]) => ({ sku, quantity }));
}

export interface AskRequest { origin: string; destination: string; lines: readonly { code: string; quantity: number }[]; note: string | null }

/** Asks for goods, or announces that they will be sent. Nothing is reserved: orders go before. */
export async function askTransfer(deps: FloorDeps, context: CommandContext, { origin, destination, lines, note }: AskRequest): Promise<Outcome<{ id: Uuid }>> {
  if (!mine(context.actor, origin) && !mine(context.actor, destination)) throw fulfilmentProblems.location_unknown({ detail: `Neither "${origin}" nor "${destination}" is a location of this account.`, found: origin });
  if (origin === destination) throw fulfilmentProblems.same_location({ detail: 'Goods go from one location to another; choose two.', found: origin, field: 'destination' });
  const [from, to] = await Promise.all([locationByCode(deps.database, origin), locationByCode(deps.database, destination)]);
  for (const [place, code, field] of [[from, origin, 'origin'], [to, destination, 'destination']] as const) {
    if (!place) throw fulfilmentProblems.place_unknown({ detail: `There is no location "${code}".`, found: code, field });
    if (!place.active) throw fulfilmentProblems.location_closed({ detail: `${place.name} is closed; choose another location.`, found: code, field });
  }
  const outside = await deps.workedOutside(origin);
  if (outside !== null) throw fulfilmentProblems.worked_outside({ detail: `${outside} sends from ${from?.name ?? origin}, and is given work for orders only: it would never hear of this. Agree with it what it sends; announce that as an expected receipt of ${to?.name ?? destination}, and its next stock report shows what left.`, found: origin, field: 'origin' });
  const asked = askedLines(await bySku(deps.database, lines));
  const id = newId();
  return execute(deps.database, context, (change) => {
    sendAfter(change, `transfer ${id}`, { text: `insert into fulfilment.transfer (id, origin, destination, status, lines, note, asked_by, asked_at) values ($1, $2, $3, 'open', $4, $5, $6, $7)`, values: [id, origin, destination, JSON.stringify(asked), note, context.actor.name, context.now] });
    return Promise.resolve({ status: 201, answer: { id } });
  });
}

/** Writes what became of a transfer, unless a rival did meanwhile: then the command decides again. */
function write(change: Change, { id, version }: Transfer, lines: readonly TransferLine[], status: TransferStatus, now: Instant): void {
  sendAfter(change, `transfer ${id}`, {
    text: `with done as (update fulfilment.transfer set lines = $3, status = $4, ended_at = $5, version = version + 1 where id = $1 and version = $2 returning 1) select kernel.expect(1, (select count(*) from done), 'transfer')`,
    values: [id, version, JSON.stringify(lines), status, status === 'open' ? null : now],
  });
}

const stillOpen = (transfer: Transfer): void => {
  if (transfer.status !== 'open') throw fulfilmentProblems.transfer_ended({ detail: transfer.status === 'sent' ? 'Everything of this internal shipment was sent.' : 'This internal shipment was closed; ask anew for what is still wanted.', found: transfer.status });
};

export interface SendRequest { transfer: Uuid; load: string; lines: readonly { code: string; quantity: number }[] }

/** Puts goods of a transfer into a load that goes to its destination, beside whatever else is in it. What is promised to orders stays on the shelf. */
export const sendGoods = <T>(deps: FloorDeps, context: CommandContext, { transfer: id, load: code, lines }: SendRequest, present: (load: Uuid) => T): Promise<Outcome<T>> =>
  execute(deps.database, context, async (change) => {
    const transfer = await transferFor(deps.database, context.actor, id);
    if (!mine(context.actor, transfer.origin)) throw fulfilmentProblems.transfer_unknown({ detail: `Internal shipment ${id} is sent by ${transfer.origin}.`, found: id });
    stillOpen(transfer);
    const goods = await bySku(deps.database, lines);
    const sent = sentLines(transfer.lines, goods);
    const shelf = await onShelves(deps.database, transfer.origin, goods.map(({ sku }) => sku));
    const stream = await openLoad(deps, change, code, transfer, context);
    const { id: load } = stream;
    const { origin, destination } = transfer;
    const expectedAt = arrivesIfGiven({ kind: 'pickup', country: '', store: destination }, origin, { master: await deps.worlds.present(deps.database) }, context.now);
    deps.books.record(change, stream, [filled(load, transfer, goods, shelf, expectedAt)], context);
    write(change, transfer, sent, sent.every((line) => line.sent >= line.asked) ? 'sent' : 'open', context.now);
    return { status: 200, answer: present(load) };
  });

/** Nothing more of it will be sent. What is in a van already arrives all the same. */
export const closeTransfer = (deps: FloorDeps, context: CommandContext, id: Uuid): Promise<Outcome<null>> =>
  execute(deps.database, context, async (change) => {
    const transfer = await transferFor(deps.database, context.actor, id);
    stillOpen(transfer);
    write(change, transfer, transfer.lines, 'closed', context.now);
    return { status: 200, answer: null };
  });
