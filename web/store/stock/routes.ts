/** The addresses of stock in the store's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);

export const stockRoute = createRoute({
  getParentRoute: () => storeRoute, path: '/stock',
  validateSearch: (search: Record<string, unknown>): { sku?: string | undefined; product?: string | undefined; search?: string | undefined } => ({ sku: text(search['sku']), product: text(search['product']), search: text(search['search']) }),
  component: lazyRouteComponent(() => import('./StockPage.tsx')),
});

export const stockRoutes = [stockRoute];
