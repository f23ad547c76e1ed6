/** The addresses of products in the office's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export const productsRoute = createRoute({ getParentRoute: () => officeRoute, path: '/products', component: lazyRouteComponent(() => import('./ProductsPage.tsx')) });
export const productRoute = createRoute({ getParentRoute: () => officeRoute, path: '/products/$product', component: lazyRouteComponent(() => import('./ProductPage.tsx')) });
export const priceListsRoute = createRoute({ getParentRoute: () => officeRoute, path: '/price-lists', component: lazyRouteComponent(() => import('./PriceListsPage.tsx')) });
export const priceListRoute = createRoute({ getParentRoute: () => officeRoute, path: '/price-lists/$list', component: lazyRouteComponent(() => import('./PriceListPage.tsx')) });

export const productRoutes = [productsRoute, productRoute, priceListsRoute, priceListRoute];
