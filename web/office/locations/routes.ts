/** The addresses of locations in the office's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export const locationsRoute = createRoute({ getParentRoute: () => officeRoute, path: '/locations', component: lazyRouteComponent(() => import('./LocationsPage.tsx')) });
export const locationRoute = createRoute({ getParentRoute: () => officeRoute, path: '/locations/$location', component: lazyRouteComponent(() => import('./LocationPage.tsx')) });

export const locationRoutes = [locationsRoute, locationRoute];
