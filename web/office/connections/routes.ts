/** The addresses of connections in the office's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export const connectionsRoute = createRoute({ getParentRoute: () => officeRoute, path: '/connections', component: lazyRouteComponent(() => import('./ConnectionsPage.tsx')) });
export const connectionRoute = createRoute({ getParentRoute: () => officeRoute, path: '/connections/$connection', component: lazyRouteComponent(() => import('./ConnectionPage.tsx')) });

export const connectionRoutes = [connectionsRoute, connectionRoute];
