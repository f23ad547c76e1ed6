/** The addresses of device in the store's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';

export const deviceRoute = createRoute({ getParentRoute: () => storeRoute, path: '/device', component: lazyRouteComponent(() => import('./DevicePage.tsx')) });

export const deviceRoutes = [deviceRoute];
