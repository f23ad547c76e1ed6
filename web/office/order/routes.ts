/** The addresses of order in the office's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export const orderRoute = createRoute({ getParentRoute: () => officeRoute, path: '/orders/$order', component: lazyRouteComponent(() => import('./OrderPage.tsx')) });

export const orderRoutes = [orderRoute];
