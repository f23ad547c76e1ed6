/** Magento 2 and Adobe Commerce as a sales channel: the door that makes one from a shop's configuration. */
import { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import type { Channel, ChannelContract, OrderPage } from '../../modules/channels/ports.ts';
import { createClient } from './client.ts';
import type { MagentoClient } from './client.ts';
import { announceCancel, announceReady, announceShipment } from './fulfilment.ts';
import type { FulfilmentOptions } from './fulfilment.ts';
import { MAP_DEFAULTS, mapOrder } from './map.ts';
import type { MapOptions } from './map.ts';
import { capture, refund } from './money.ts';
import type { RefundOptions } from './money.ts';
import { pushStock, readStock } from './stock.ts';
import { readTime, secondsBefore, writeTime } from './time.ts';

export { MagentoFailure } from './client.ts';

export interface MagentoOptions extends Partial<MapOptions>, Partial<RefundOptions>, Partial<Pick<FulfilmentOptions, 'bundles' | 'carriers'>> {
  /** Code of the channel in Spil. */
  code: string;
  baseUrl: string;
  token: string;
  storeCode?: string;
  timeoutMs?: number;
  now: () => Date;
  /** MSI source that holds the stock we sell through Magento, and that its shipments are taken from. */
  sourceCode?: string;
  /** MSI stock whose salable quantity shall be our figure; see `StockOptions`. */
  stockId?: number;
  /** Who moves the money and who mails the customer; Magento does both unless told otherwise. */
  contract?: Partial<Pick<ChannelContract, 'money' | 'mail'>>;
}

const PAGE = 100;
/** Orders whose transaction took long appear with an older time than ones already seen. */
const OVERLAP_SECONDS = 300;

/** A page of orders keeps the time it starts from, and its number while a whole page has one and the same second. */
const cursorOf = (from: Instant, page: number): string => `${from} ${page}`;
function readCursor(cursor: string | null, since: Instant): { from: Instant; page: number } {
  const [from = '', page = ''] = (cursor ?? '').split(' ');
  const read = readTime(from, 'UTC');
  return read !== null && /^[1-9]\d*$/.test(page) ? { from: read, page: Number(page) } : { from: readTime(since, 'UTC') ?? since, page: 1 };
}

/**
 * Orders changed since the cursor, oldest first, by key and not by page number: an order that changes while pages are read moves
 * to the end, and would push another one over the edge of a page unread. The next page starts at the last time seen (so its orders come again).
 */
async function poll(client: MagentoClient, timeZone: string, cursor: string | null, since: Instant): Promise<OrderPage> {
  const { from, page } = readCursor(cursor, since);
  const { items, total } = await client.search('/orders', {
    filters: [{ field: 'updated_at', value: writeTime(from, timeZone), condition: 'gteq' }],
    sort: [{ field: 'updated_at', direction: 'ASC' }, { field: 'entity_id', direction: 'ASC' }], pageSize: PAGE, page,
  }, z.looseObject({ updated_at: z.string().nullish() }));
  const last = items.map((order) => readTime(order.updated_at, timeZone)).findLast((time) => time !== null) ?? from;
  if (page * PAGE < total && items.length > 0) return { orders: items, cursor: last > from ? cursorOf(last, 1) : cursorOf(from, page + 1), more: true };
  return { orders: items, cursor: cursorOf(items.length === 0 ? from : secondsBefore(last, OVERLAP_SECONDS), 1), more: false };
}

/** Makes the channel. Reading (`poll`, `fetchOrder`) throws `MagentoFailure`; every command answers with an outcome. */
export function createMagento(options: MagentoOptions): Channel {
  const client = createClient(options);
  const mapping: MapOptions = {
    timeZone: options.timeZone ?? MAP_DEFAULTS.timeZone, storeLocations: options.storeLocations ?? MAP_DEFAULTS.storeLocations,
    pricesIncludeTax: options.pricesIncludeTax ?? MAP_DEFAULTS.pricesIncludeTax, fees: options.fees ?? MAP_DEFAULTS.fees,
    onAccount: options.onAccount ?? MAP_DEFAULTS.onAccount, languages: options.languages ?? MAP_DEFAULTS.languages,
  };
  const contract: ChannelContract = { money: options.contract?.money ?? 'channel', mail: options.contract?.mail ?? 'channel', subtractsOwnSales: true };
  const refunds: RefundOptions = { refunds: options.refunds ?? (contract.money === 'channel' ? 'online' : 'offline'), shippingAmounts: options.shippingAmounts ?? 'excluding_tax' };
  const fulfilment: FulfilmentOptions = { bundles: options.bundles ?? 'together', sourceCode: options.sourceCode ?? null, carriers: options.carriers ?? {} };
  const source = { sourceCode: options.sourceCode ?? 'default', stockId: options.stockId ?? null };
  return {
    kind: 'magento',
    contract,
    map: (raw) => mapOrder(raw, mapping),
    poll: (cursor, since) => poll(client, mapping.timeZone, cursor, since),
    fetchOrder: (externalId) => client.read(`/orders/${encodeURIComponent(externalId)}`, z.unknown()),
    announceShipment: (notice) => announceShipment(client, fulfilment, notice),
    announceCancel: (notice) => announceCancel(client, notice, (order) => order.order_currency_code ?? 'EUR'),
    capture: (command) => capture(client, command),
    refund: (notice) => refund(client, refunds, notice),
    pushStock: (figures) => pushStock(client, source, figures),
    readStock: (skus) => readStock(client, source, skus),
    announceReady: (notice) => announceReady(client, notice),
  };
}
