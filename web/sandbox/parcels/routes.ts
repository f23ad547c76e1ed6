/** The address of this part of the sandbox. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { sandboxRoute } from '../root.ts';

export const parcelRoute = createRoute({ getParentRoute: () => sandboxRoute, path: '/parcels', component: lazyRouteComponent(() => import('./ParcelsPage.tsx')) });

export const parcelRoutes = [parcelRoute];
