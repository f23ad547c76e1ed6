/** The addresses of the messages in the office's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

const messagesRoute = createRoute({ getParentRoute: () => officeRoute, path: '/messages', component: lazyRouteComponent(() => import('./MessagesPage.tsx')) });
export const messageRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/messages/$kind', component: lazyRouteComponent(() => import('./MessagePage.tsx')),
  validateSearch: (search: Record<string, unknown>): { version?: number; language?: string } => ({ ...(Number.isInteger(search['version']) ? { version: Number(search['version']) } : {}), ...(typeof search['language'] === 'string' ? { language: search['language'] } : {}) }),
});

export const messageRoutes = [messagesRoute, messageRoute];
