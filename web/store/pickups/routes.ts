/** The addresses of pickups in the store's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';

export const pickupsRoute = createRoute({ getParentRoute: () => storeRoute, path: '/pickups', component: lazyRouteComponent(() => import('./PickupsPage.tsx')) });

export const pickupRoutes = [pickupsRoute];
