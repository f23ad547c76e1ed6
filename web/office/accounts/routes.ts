/** The addresses of accounts in the office's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export const peopleRoute = createRoute({ getParentRoute: () => officeRoute, path: '/people', component: lazyRouteComponent(() => import('./PeoplePage.tsx')) });
export const apiKeysRoute = createRoute({ getParentRoute: () => officeRoute, path: '/api-keys', component: lazyRouteComponent(() => import('./ApiKeysPage.tsx')) });
export const devicesRoute = createRoute({ getParentRoute: () => officeRoute, path: '/devices', component: lazyRouteComponent(() => import('./DevicesPage.tsx')) });

export const accountRoutes = [peopleRoute, apiKeysRoute, devicesRoute];
