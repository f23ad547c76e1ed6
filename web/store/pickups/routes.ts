/** The addresses of pickups in the store's door: the list, and one to hand over. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';

/** `back`: what is to be put back on the shelf. */
export type PickupStatus = 'ready' | 'preparing' | 'waiting' | 'back';
const STATUSES: readonly unknown[] = ['ready', 'preparing', 'waiting', 'back'];
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);

export const pickupsRoute = createRoute({
  getParentRoute: () => storeRoute, path: '/pickups',
  validateSearch: (search: Record<string, unknown>): { status?: PickupStatus | undefined; search?: string | undefined } => ({ status: STATUSES.includes(search['status']) ? search['status'] as PickupStatus : undefined, search: text(search['search']) }),
  component: lazyRouteComponent(() => import('./PickupsPage.tsx')),
});
export const pickupRoute = createRoute({
  getParentRoute: () => storeRoute, path: '/pickups/$order/$delivery',
  validateSearch: (search: Record<string, unknown>): { code?: string | undefined } => ({ code: text(search['code']) }),
  component: lazyRouteComponent(() => import('./PickupPage.tsx')),
});

export const pickupRoutes = [pickupsRoute, pickupRoute];
