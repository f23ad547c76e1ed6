/** The addresses of connections in the office's door: the list, and one of them with the tab that is open. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export const TABS = ['waiting', 'errors', 'inbox', 'stock', 'deliveries', 'reactions'] as const;
export type Tab = (typeof TABS)[number];
export const MESSAGE_STATES = ['failed', 'received', 'quarantined', 'taken', 'nothing_new'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

export interface ConnectionsSearch { make?: boolean | undefined }
export interface ConnectionSearch { tab?: Tab | undefined; queue?: string | undefined; state?: MessageState | undefined; outcome?: 'failed' | undefined; change?: boolean | undefined }

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export const connectionsRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/connections', component: lazyRouteComponent(() => import('./ConnectionsPage.tsx')),
  validateSearch: (search: Record<string, unknown>): ConnectionsSearch => ({ make: search['make'] === true || undefined }),
});
export const connectionRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/connections/$connection', component: lazyRouteComponent(() => import('./ConnectionPage.tsx')),
  validateSearch: (search: Record<string, unknown>): ConnectionSearch => ({
    tab: TABS.find((one) => one === search['tab']), queue: text(search['queue']), state: MESSAGE_STATES.find((one) => one === search['state']), outcome: search['outcome'] === 'failed' ? 'failed' : undefined, change: search['change'] === true || undefined,
  }),
});

export const connectionRoutes = [connectionsRoute, connectionRoute];
