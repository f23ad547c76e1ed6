/** The addresses of customers in the office's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export const customersRoute = createRoute({ getParentRoute: () => officeRoute, path: '/customers', component: lazyRouteComponent(() => import('./CustomersPage.tsx')) });
export const customerRoute = createRoute({ getParentRoute: () => officeRoute, path: '/customers/$customer', component: lazyRouteComponent(() => import('./CustomerPage.tsx')) });

export const customerRoutes = [customersRoute, customerRoute];
