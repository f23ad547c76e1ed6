/** The addresses of work in the store's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';

export const todayRoute = createRoute({ getParentRoute: () => storeRoute, path: '/today', component: lazyRouteComponent(() => import('./TodayPage.tsx')) });
export const workRoute = createRoute({ getParentRoute: () => storeRoute, path: '/work/$fulfilment', component: lazyRouteComponent(() => import('./WorkPage.tsx')) });
export const waveRoute = createRoute({ getParentRoute: () => storeRoute, path: '/wave', component: lazyRouteComponent(() => import('./WavePage.tsx')) });

export const workRoutes = [todayRoute, workRoute, waveRoute];
