/** The address of this part of the sandbox. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { sandboxRoute } from '../root.ts';

export const erpRoute = createRoute({ getParentRoute: () => sandboxRoute, path: '/erp', component: lazyRouteComponent(() => import('./ErpPage.tsx')) });

export const erpRoutes = [erpRoute];
