/** The address of the till in the store's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';

export const tillRoute = createRoute({ getParentRoute: () => storeRoute, path: '/till', component: lazyRouteComponent(() => import('./TillPage.tsx')) });

export const tillRoutes = [tillRoute];
