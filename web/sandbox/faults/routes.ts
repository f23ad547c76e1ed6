/** The address of this part of the sandbox. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { sandboxRoute } from '../root.ts';

export const faultRoute = createRoute({ getParentRoute: () => sandboxRoute, path: '/faults', component: lazyRouteComponent(() => import('./FaultsPage.tsx')) });

export const faultRoutes = [faultRoute];
