/** The addresses of insight in the office's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export const insightRoute = createRoute({ getParentRoute: () => officeRoute, path: '/insight', component: lazyRouteComponent(() => import('./InsightPage.tsx')) });
export const insightOrdersRoute = createRoute({ getParentRoute: () => officeRoute, path: '/insight/orders', component: lazyRouteComponent(() => import('./InsightOrdersPage.tsx')) });

export const insightRoutes = [insightRoute, insightOrdersRoute];
