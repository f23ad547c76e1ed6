/** The addresses of the queues: which queue, which of its items are looked at, and which one is open. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export const queuesRoute = createRoute({ getParentRoute: () => officeRoute, path: '/queues', component: lazyRouteComponent(() => import('./QueuesPage.tsx')) });

export interface QueueSearch { item?: string | undefined; assignee?: string | undefined; overdue?: true | undefined }
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export const queueRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/queues/$queue', component: lazyRouteComponent(() => import('./QueuePage.tsx')),
  validateSearch: (search: Record<string, unknown>): QueueSearch => ({ item: text(search['item']), assignee: text(search['assignee']), overdue: search['overdue'] === true || search['overdue'] === 'true' ? true : undefined }),
});

export const queueRoutes = [queuesRoute, queueRoute];
