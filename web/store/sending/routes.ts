/** The addresses of sending goods to another location: what is asked for, and one of them. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';

export const sendingRoute = createRoute({
  getParentRoute: () => storeRoute, path: '/sending',
  validateSearch: (search: Record<string, unknown>): { show?: 'coming' | 'new' | undefined } => ({ show: search['show'] === 'coming' || search['show'] === 'new' ? search['show'] : undefined }),
  component: lazyRouteComponent(() => import('./SendingPage.tsx')),
});
export const sendRoute = createRoute({ getParentRoute: () => storeRoute, path: '/sending/$replenishment', component: lazyRouteComponent(() => import('./SendPage.tsx')) });

export const sendingRoutes = [sendingRoute, sendRoute];
