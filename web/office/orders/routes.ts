/** The addresses of orders in the office's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export const ordersRoute = createRoute({ getParentRoute: () => officeRoute, path: '/orders', component: lazyRouteComponent(() => import('./OrdersPage.tsx')) });

export const orderListRoutes = [ordersRoute];
