/** The addresses of customers in the office's door: what is searched for, and what of a person's time is shown, stand in them. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';
import { KINDS } from './timeline.ts';
import type { Kind } from './timeline.ts';

export interface CustomersSearch { q?: string }
export interface CustomerSearch { show?: Kind }

export const customersRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/customers', component: lazyRouteComponent(() => import('./CustomersPage.tsx')),
  validateSearch: ({ q }: Record<string, unknown>): CustomersSearch => (typeof q === 'string' && q !== '' ? { q } : typeof q === 'number' ? { q: String(q) } : {}),
});
export const customerRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/customers/$customer', component: lazyRouteComponent(() => import('./CustomerPage.tsx')),
  validateSearch: ({ show }: Record<string, unknown>): CustomerSearch => { const kind = KINDS.find((one) => one === show); return kind === undefined ? {} : { show: kind }; },
});

export const customerRoutes = [customersRoute, customerRoute];
