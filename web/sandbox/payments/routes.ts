/** The address of this part of the sandbox. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { sandboxRoute } from '../root.ts';

export const paymentRoute = createRoute({ getParentRoute: () => sandboxRoute, path: '/payments', component: lazyRouteComponent(() => import('./PaymentsPage.tsx')) });

export const paymentRoutes = [paymentRoute];
