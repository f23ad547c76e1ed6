/** The addresses of returns in the store's door: the counter, one order's return, its exchange, and putting away. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);

export const returnsRoute = createRoute({
  getParentRoute: () => storeRoute, path: '/returns',
  validateSearch: (search: Record<string, unknown>): { find?: string | undefined } => ({ find: text(search['find']) }),
  component: lazyRouteComponent(() => import('./ReturnsPage.tsx')),
});
export const returnRoute = createRoute({ getParentRoute: () => storeRoute, path: '/returns/$order', component: lazyRouteComponent(() => import('./ReturnPage.tsx')) });
export const inspectRoute = createRoute({ getParentRoute: () => storeRoute, path: '/returns/inspect/$return', component: lazyRouteComponent(() => import('./InspectPage.tsx')) });
export const exchangeRoute = createRoute({ getParentRoute: () => storeRoute, path: '/exchange/$order', component: lazyRouteComponent(() => import('./ExchangePage.tsx')) });

export const returnRoutes = [returnsRoute, inspectRoute, returnRoute, exchangeRoute];
