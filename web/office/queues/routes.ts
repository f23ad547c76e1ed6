/** The addresses of queues in the office's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export const queuesRoute = createRoute({ getParentRoute: () => officeRoute, path: '/queues', component: lazyRouteComponent(() => import('./QueuesPage.tsx')) });
export const queueRoute = createRoute({ getParentRoute: () => officeRoute, path: '/queues/$queue', component: lazyRouteComponent(() => import('./QueuePage.tsx')) });

export const queueRoutes = [queuesRoute, queueRoute];
