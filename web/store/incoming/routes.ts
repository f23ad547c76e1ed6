/** The addresses of incoming in the store's door: what is on its way, one tote, and one delivery of a supplier. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';

export const incomingRoute = createRoute({
  getParentRoute: () => storeRoute, path: '/incoming',
  validateSearch: (search: Record<string, unknown>): { show?: 'received' | 'expected' | undefined } => ({ show: search['show'] === 'received' || search['show'] === 'expected' ? search['show'] : undefined }),
  component: lazyRouteComponent(() => import('./IncomingPage.tsx')),
});
export const loadRoute = createRoute({ getParentRoute: () => storeRoute, path: '/incoming/$code', component: lazyRouteComponent(() => import('./LoadPage.tsx')) });

export const expectedRoute = createRoute({ getParentRoute: () => storeRoute, path: '/incoming/expected/$reference', component: lazyRouteComponent(() => import('./ExpectedPage.tsx')) });

export const incomingRoutes = [incomingRoute, loadRoute, expectedRoute];
