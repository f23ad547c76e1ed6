/** The addresses of locations in the office's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export const KINDS = ['store', 'warehouse', 'external_warehouse'] as const;
export interface LocationsSearch { kind?: (typeof KINDS)[number]; q?: string }

export const locationsRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/locations', component: lazyRouteComponent(() => import('./LocationsPage.tsx')),
  validateSearch: (search: Record<string, unknown>): LocationsSearch => {
    const kind = KINDS.find((one) => one === search['kind']);
    const q = typeof search['q'] === 'string' && search['q'] !== '' ? search['q'] : undefined;
    return { ...(kind === undefined ? {} : { kind }), ...(q === undefined ? {} : { q }) };
  },
});
export const locationRoute = createRoute({ getParentRoute: () => officeRoute, path: '/locations/$location', component: lazyRouteComponent(() => import('./LocationPage.tsx')) });

export const locationRoutes = [locationsRoute, locationRoute];
