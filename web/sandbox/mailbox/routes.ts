/** The address of this part of the sandbox. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { sandboxRoute } from '../root.ts';

export const mailboxRoute = createRoute({ getParentRoute: () => sandboxRoute, path: '/mailbox', validateSearch: (search: Record<string, unknown>): { to?: string; mail?: number } => ({ ...(typeof search['to'] === 'string' && search['to'] !== '' ? { to: search['to'] } : {}), ...(Number.isInteger(Number(search['mail'])) && Number(search['mail']) > 0 ? { mail: Number(search['mail']) } : {}) }), component: lazyRouteComponent(() => import('./MailboxPage.tsx')) });

export const mailboxRoutes = [mailboxRoute];
