/** The composition: which rooms and windows there are, and what each stands on. The only file that knows them all. */
import { createHmac } from 'node:crypto';
import type { Clock } from './kernel/clock.ts';
import type { Database, Row } from './kernel/database.ts';
import { newId } from './kernel/ids.ts';
import type { Uuid } from './kernel/ids.ts';
import type { Route } from './kernel/http.ts';
import { availabilityRoutes } from './modules/availability/index.ts';
import { catalogueRoutes } from './modules/catalogue/index.ts';
import { channelRoutes } from './modules/channels/index.ts';
import { customerRoutes } from './modules/customers/index.ts';
import type { PersonalDataPlace } from './modules/customers/index.ts';
import { documentRoutes, kindsByName } from './modules/documents/index.ts';
import type { DocumentKind } from './modules/documents/index.ts';
import { authenticator, identityRoutes, openSessions } from './modules/identity/index.ts';
import type { Authenticator } from './modules/identity/index.ts';
import { locationRoutes } from './modules/locations/index.ts';
import { openBooks } from './modules/books/index.ts';
import type { Books, NewEvent, Projection, Stream } from './modules/books/index.ts';
import { checkShortReasons, DEFAULT_SHORT_REASONS, FULFILMENT_EVENTS, fulfilmentProjection, fulfilmentRoutes, pickupPolicy, pickupPolicyKind, pickupProjection, planningProjection, putBackProjection } from './modules/fulfilment/index.ts';
import type { FloorRouteDeps, ShortReason } from './modules/fulfilment/index.ts';
import { insightRoutes } from './modules/insight/index.ts';
import { placelessDemand } from './modules/intake/index.ts';
import { countedProjection, EXPECTED_EVENTS, expectedProjection, INVENTORY_EVENTS, inventoryRoutes } from './modules/inventory/index.ts';
import { askedPaymentProjection, moneyEvents, ORDER_EVENTS, orderProjection, orderRoutes, placeLoader, refundPolicyKind, refundRequestProjection, reservationPolicyKind, reservationProjection, reservationRoutes, saleRoutes, tillPolicyKind, waitingFor } from './modules/orders/index.ts';
import type { OrderDelivery } from './modules/orders/index.ts';
import { officeRoutes } from './modules/office/index.ts';
import { HOUSE_OPERATORS, intentWorkColumns, PAYMENT_EVENTS, paymentProjection } from './modules/payments/index.ts';
import type { CaptureMode, PaymentOperator } from './modules/payments/index.ts';
import { partnerKind, partnerOf, partnerRoutes } from './modules/partners/index.ts';
import { queueDeadlinesKind, queueRoutes } from './modules/queues/index.ts';
import { RETURN_EVENTS, returnProjection, returnReasonsKind, returnRoutes } from './modules/returns/index.ts';
import { DIALOGUE_EVENTS, dialogueProjection } from './modules/dialogue/index.ts';
import { LOAD_EVENTS, loadProjection, matterProjection, parcelPolicyKind, parcelProjection, pointsFinder, SHIPPING_EVENTS, shippingRoutes } from './modules/shipping/index.ts';
import type { Carrier } from './modules/shipping/index.ts';
import { todayRoutes } from './modules/today/index.ts';
import { storyRoutes } from './modules/story/index.ts';
import { checkSelling, checkStrategy, deliveryPricesKind, deliveryTimesKind, optionRoutes, SELLING_EXPRESSIONS, SELLING_KIND, SELLING_SCHEMA, SOURCING_EVENTS, STRATEGY_EXPRESSIONS, worldSource } from './modules/sourcing/index.ts';
import type { Geocoder, IpLocator, WorldSource } from './modules/sourcing/index.ts';

/** Every projection there is; the books run them in every Change, and the audit folds them again. */
export const allProjections = (): Projection[] => [orderProjection, fulfilmentProjection, planningProjection, paymentProjection, parcelProjection, matterProjection, reservationProjection, askedPaymentProjection, loadProjection, returnProjection, refundRequestProjection, countedProjection, pickupProjection, putBackProjection, dialogueProjection, expectedProjection];

/** What an audit of a whole Spil goes by: all projections, the rule of what money must still move, and what workers write besides the journal. */
export const auditScope = (): { projections: Projection[]; besides: Record<string, (row: Row) => readonly string[]>; stillAsked: (stream: Stream) => NewEvent[] } => ({
  projections: allProjections(), besides: { 'payments.intent': intentWorkColumns }, stillAsked: (stream) => moneyEvents(stream, 'audit', newId),
});

/** Every event type this code knows; a stream with another is read-only to it. */
export const knownEvents = (): Set<string> => new Set([...ORDER_EVENTS, ...SOURCING_EVENTS, ...PAYMENT_EVENTS, ...SHIPPING_EVENTS, ...LOAD_EVENTS, ...FULFILMENT_EVENTS, ...RETURN_EVENTS, ...INVENTORY_EVENTS, ...EXPECTED_EVENTS, ...DIALOGUE_EVENTS]);

/** What the outside world offers: all optional, so that a plain installation works with carriers by hand and payments of the channel. */
export interface Windows {
  operators: ReadonlyMap<string, PaymentOperator>;
  carriers: ReadonlyMap<string, Carrier>;
  geocoder: Geocoder;
  /** Where IP addresses are; absent where no table is connected. */
  ips?: IpLocator | null;
}

export interface AppOptions {
  database: Database;
  clock: Clock;
  windows: Windows;
  /** Secret of this installation, from which pickup codes and links are derived. */
  secret: string;
  /** Where people reach Spil; cookies are secure when it is https. */
  url?: string;
  /** Further kinds of settings and places of personal data, of rooms above. */
  kinds?: readonly DocumentKind[];
  personalData?: readonly PersonalDataPlace[];
  /** Called right after packing: asks for the labels within the store's request. */
  packed?: (parcels: readonly Uuid[]) => Promise<void>;
  /** How placed orders are sent; see `grouped`. */
  send?: FloorRouteDeps['send'];
}

export interface App {
  deps: FloorRouteDeps;
  books: Books;
  worlds: WorldSource;
  authenticate: Authenticator;
  routes: Route[];
}

/** Order numbers in blocks per process: one round trip in a hundred orders. */
export function numberBlocks(database: Database): () => Promise<string> {
  let next = 0;
  let end = 0;
  let fetching: Promise<void> | null = null;
  return async () => {
    while (next >= end) {
      fetching ??= database.query<{ block: number }>(`select nextval('orders.number_block') as block`).then(([row]) => {
        next = row?.block ?? 0;
        end = next + 100;
        fetching = null;
      });
      await fetching;
    }
    next += 1;
    return String(next - 1);
  };
}

/** Kinds of settings of the rooms below the workers. */
const KINDS: readonly DocumentKind[] = [
  {
    kind: 'strategy', title: 'Sourcing strategy', editors: ['operations'], expressions: STRATEGY_EXPRESSIONS,
    check: (body, { name, version }) => {
      const { priority: _priority, ...rest } = body;
      const checked = checkStrategy({ ...rest, id: name, version });
      return Array.isArray(checked) ? checked : [];
    },
  },
  { kind: SELLING_KIND, title: 'What channels may sell', editors: ['operations'], schema: SELLING_SCHEMA as Record<string, unknown>, expressions: SELLING_EXPRESSIONS, check: checkSelling },
  { kind: 'short-reasons', title: 'Reasons why something cannot be delivered', editors: ['operations'], check: checkShortReasons },
  deliveryTimesKind,
  deliveryPricesKind,
  queueDeadlinesKind,
  refundPolicyKind,
  tillPolicyKind,
  pickupPolicyKind,
  partnerKind,
  parcelPolicyKind,
  reservationPolicyKind,
  returnReasonsKind,
];

export function buildApp({ database, clock, windows, secret, send, url = 'http://127.0.0.1', kinds = [], personalData = [], packed }: AppOptions): App {
  const books = openBooks(allProjections(), knownEvents());
  const worlds = worldSource();
  const deps: FloorRouteDeps = {
    database, books, worlds, geocoder: windows.geocoder, carriers: windows.carriers, points: pointsFinder({ database, clock, carriers: windows.carriers }),
    captureMode: (operator, method) => windows.operators.get(operator)?.capabilities(method).capture ?? (HOUSE_OPERATORS.has(operator) ? 'immediate' : 'repeatedly'),
    startsPayments: (preferred) => { const able = [...windows.operators.values()].filter(({ create }) => create !== undefined).map(({ code }) => code); return preferred.find((code) => able.includes(code)) ?? able[0] ?? null; },
    payHours: async () => (await pickupPolicy(database)).payHours,
    nextNumber: numberBlocks(database), loadForPlace: placeLoader(database, worlds),
    shortReasons: () => shortReasons(database), waitingFor: (skus) => waitingFor(database, skus),
    carrierFor, workedOutside: async (location) => (await partnerOf(database, location))?.name ?? null,
    pickupCode: (order, delivery) => pickupCode(secret, order, delivery),
    digest: (text) => createHmac('sha256', derivedSecret(secret, 'digests')).update(text).digest('base64url'),
    ...(send ? { send } : {}), ...(packed ? { packed } : {}),
  };
  const sessions = openSessions(database, { secret: derivedSecret(secret, 'sessions'), url });
  const authenticate = authenticator(database, clock, sessions);
  const routes = [
    ...identityRoutes({ database, clock, sessions, authenticator: authenticate }), ...documentRoutes({ database, kinds: kindsByName([...KINDS, ...kinds]) }),
    ...catalogueRoutes({ database, clock }), ...locationRoutes({ database, clock, geocoder: windows.geocoder }), ...channelRoutes({ database }), ...customerRoutes({ database, personalData }),
    ...saleRoutes(deps), ...reservationRoutes(deps),
    ...inventoryRoutes(deps), ...shippingRoutes(deps), ...optionRoutes({ ...deps, placeless: placelessDemand, clock, ips: windows.ips ?? null }), ...orderRoutes(deps), ...fulfilmentRoutes(deps), ...partnerRoutes(deps), ...returnRoutes(deps), ...storyRoutes(deps), ...availabilityRoutes({ database, clock, worlds, ips: windows.ips ?? null }), ...todayRoutes(deps), ...insightRoutes(deps), ...queueRoutes({ ...deps, clock }), ...officeRoutes({ database }),
  ];
  return { deps, books, worlds, authenticate, routes };
}

/** The retailer's own reasons when there are any, else the usual ones. */
async function shortReasons(database: Database): Promise<readonly ShortReason[]> {
  const [row] = await database.query<{ body: { reasons: ShortReason[] } }>(`select body from documents.document where kind = 'short-reasons' and state = 'active' limit 1`);
  return row?.body.reasons ?? DEFAULT_SHORT_REASONS;
}

/** PostNL's product by kind of delivery; other carriers are chosen by hand per parcel. */
function carrierFor({ delivery }: { delivery: OrderDelivery }): { carrier: string; product: string; options: { characteristic: string; option: string }[] } {
  return { carrier: delivery.pickupPoint?.carrier ?? 'postnl', product: delivery.kind === 'pickup_point' ? '3533' : '3085', options: [] };
}

/** One secret per use, all from the installation's one. */
export const derivedSecret = (secret: string, use: string): string => createHmac('sha256', secret).update(use).digest('base64url');

const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Six letters and digits that are hard to confuse, derived from the installation's secret: kept nowhere, so they cannot leak from the database. */
export function pickupCode(secret: string, order: Uuid, delivery: number): string {
  const digest = createHmac('sha256', secret).update(`pickup ${order} ${delivery}`).digest();
  return [...digest.subarray(0, 6)].map((byte) => LETTERS.charAt(byte % 32)).join('');
}
