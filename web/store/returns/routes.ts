/** The addresses of returns in the store's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';

export const returnsRoute = createRoute({ getParentRoute: () => storeRoute, path: '/returns', component: lazyRouteComponent(() => import('./ReturnsPage.tsx')) });
export const exchangeRoute = createRoute({ getParentRoute: () => storeRoute, path: '/exchange/$order', component: lazyRouteComponent(() => import('./ExchangePage.tsx')) });

export const returnRoutes = [returnsRoute, exchangeRoute];
