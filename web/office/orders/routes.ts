/** The addresses of the list of orders: view, filters, order and columns stand in them. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';
import { validate } from './search.ts';

export const ordersRoute = createRoute({ getParentRoute: () => officeRoute, path: '/orders', validateSearch: validate, component: lazyRouteComponent(() => import('./OrdersPage.tsx')) });

export const orderListRoutes = [ordersRoute];
