/** The addresses of messages in the office's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export const messagesRoute = createRoute({ getParentRoute: () => officeRoute, path: '/messages', component: lazyRouteComponent(() => import('./MessagesPage.tsx')) });
export const messageRoute = createRoute({ getParentRoute: () => officeRoute, path: '/messages/$kind', component: lazyRouteComponent(() => import('./MessagePage.tsx')) });

export const messageRoutes = [messagesRoute, messageRoute];
