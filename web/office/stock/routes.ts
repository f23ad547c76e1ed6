/** The addresses of stock in the office's door: what is looked at, where, for which channel and at which moment stand in them. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export const STOCK_VIEWS = ['skus', 'expected', 'transfers', 'documents', 'differences', 'partners'] as const;
export const STOCK_STATES = ['out', 'low', 'broken', 'negative'] as const;
export const DOCUMENT_KINDS = ['receipt', 'count', 'correction'] as const;

export const EXPECTED_STATES = ['open', 'closed', 'cancelled'] as const;

export interface StockSearch { view?: (typeof STOCK_VIEWS)[number]; q?: string; location?: string; product?: string; state?: (typeof STOCK_STATES)[number]; kind?: (typeof DOCUMENT_KINDS)[number]; receipts?: (typeof EXPECTED_STATES)[number] }
const DELIVERIES = ['ship', 'pickup', 'pickup_point'] as const;

export interface SkuSearch { location?: string; channel?: string; delivery?: (typeof DELIVERIES)[number]; at?: string }

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);
const among = <T extends string>(options: readonly T[], value: unknown): T | undefined => options.find((one) => one === value);
/** Without what is not given, so that an address holds only what was chosen. */
const given = <T extends object>(search: T): T => Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T;

export const stockRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/stock', component: lazyRouteComponent(() => import('./StockPage.tsx')),
  validateSearch: (search: Record<string, unknown>): StockSearch => given({
    view: among(STOCK_VIEWS, search['view']), q: text(search['q']), location: text(search['location']), product: text(search['product']), state: among(STOCK_STATES, search['state']), kind: among(DOCUMENT_KINDS, search['kind']), receipts: among(EXPECTED_STATES, search['receipts']),
  } as StockSearch),
});

export const skuRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/stock/$sku', component: lazyRouteComponent(() => import('./SkuPage.tsx')),
  validateSearch: (search: Record<string, unknown>): SkuSearch => {
    const at = text(search['at']);
    return given({ location: text(search['location']), channel: text(search['channel']), delivery: among(DELIVERIES, search['delivery']), at: at !== undefined && !Number.isNaN(Date.parse(at)) ? at : undefined } as SkuSearch);
  },
});

export const expectedRoute = createRoute({ getParentRoute: () => officeRoute, path: '/stock/expected/$reference', component: lazyRouteComponent(() => import('./ExpectedPage.tsx')) });

export const stockRoutes = [stockRoute, skuRoute, expectedRoute];
