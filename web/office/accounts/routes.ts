/** The addresses of accounts in the office's door: people, API keys and devices, with what is looked for and which one is open. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export interface PeopleSearch { search?: string | undefined; location?: string | undefined; left?: boolean | undefined; /** The person who is open, or `new`. */ person?: string | undefined }
export interface KeysSearch { ended?: boolean | undefined; make?: boolean | undefined }

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export const peopleRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/people', component: lazyRouteComponent(() => import('./PeoplePage.tsx')),
  validateSearch: (search: Record<string, unknown>): PeopleSearch => ({ search: text(search['search']), location: text(search['location']), left: search['left'] === true || undefined, person: text(search['person']) }),
});
export const apiKeysRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/api-keys', component: lazyRouteComponent(() => import('./ApiKeysPage.tsx')),
  validateSearch: (search: Record<string, unknown>): KeysSearch => ({ ended: search['ended'] === true || undefined, make: search['make'] === true || undefined }),
});
export const devicesRoute = createRoute({ getParentRoute: () => officeRoute, path: '/devices', component: lazyRouteComponent(() => import('./DevicesPage.tsx')) });

export const accountRoutes = [peopleRoute, apiKeysRoute, devicesRoute];
