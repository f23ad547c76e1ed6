/** The addresses of an order in the office's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

/** `show`: the dialog or drawer that is open; `kind`: the part of the story that is shown. */
export interface OrderSearch { show?: string; kind?: string }

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export const orderRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/orders/$order', component: lazyRouteComponent(() => import('./OrderPage.tsx')),
  validateSearch: (search: Record<string, unknown>): OrderSearch => ({ show: text(search['show']), kind: text(search['kind']) }),
});

export const orderRoutes = [orderRoute];
