/** The addresses of stock in the store's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';

export const stockRoute = createRoute({ getParentRoute: () => storeRoute, path: '/stock', component: lazyRouteComponent(() => import('./StockPage.tsx')) });

export const stockRoutes = [stockRoute];
