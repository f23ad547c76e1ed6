/** The addresses of incoming in the store's door: what is on its way, and one tote. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';

export const incomingRoute = createRoute({
  getParentRoute: () => storeRoute, path: '/incoming',
  validateSearch: (search: Record<string, unknown>): { show?: 'received' | undefined } => ({ show: search['show'] === 'received' ? 'received' : undefined }),
  component: lazyRouteComponent(() => import('./IncomingPage.tsx')),
});
export const loadRoute = createRoute({ getParentRoute: () => storeRoute, path: '/incoming/$code', component: lazyRouteComponent(() => import('./LoadPage.tsx')) });

export const incomingRoutes = [incomingRoute, loadRoute];
