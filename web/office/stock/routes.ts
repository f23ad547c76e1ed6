/** The addresses of stock in the office's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export const stockRoute = createRoute({ getParentRoute: () => officeRoute, path: '/stock', component: lazyRouteComponent(() => import('./StockPage.tsx')) });
export const skuRoute = createRoute({ getParentRoute: () => officeRoute, path: '/stock/$sku', component: lazyRouteComponent(() => import('./SkuPage.tsx')) });

export const stockRoutes = [stockRoute, skuRoute];
