/** The addresses of counts in the store's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';

export type CountTab = 'counted' | 'differences' | 'uncounted';
const TABS: readonly unknown[] = ['differences', 'uncounted'];

export const countsRoute = createRoute({
  getParentRoute: () => storeRoute, path: '/counts',
  validateSearch: (search: Record<string, unknown>): { begin?: true | undefined } => ({ begin: search['begin'] === true ? true : undefined }),
  component: lazyRouteComponent(() => import('./CountsPage.tsx')),
});
export const countRoute = createRoute({
  getParentRoute: () => storeRoute, path: '/counts/$session',
  validateSearch: (search: Record<string, unknown>): { tab?: CountTab | undefined } => ({ tab: TABS.includes(search['tab']) ? search['tab'] as CountTab : undefined }),
  component: lazyRouteComponent(() => import('./CountPage.tsx')),
});

export const countRoutes = [countsRoute, countRoute];
