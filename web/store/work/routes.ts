/** The addresses of work in the store's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';
import { GROUPS } from './groups.ts';
import type { Group } from './groups.ts';

export interface TodaySearch { group?: Group; /** Choosing orders for a wave. */ choose?: true }
export interface WaveSearch { /** Ids with commas between, in the order of their totes. */ work: string }

export const todayRoute = createRoute({
  getParentRoute: () => storeRoute, path: '/today', component: lazyRouteComponent(() => import('./TodayPage.tsx')),
  validateSearch: ({ group, choose }: Record<string, unknown>): TodaySearch => ({ ...(GROUPS.includes(group as Group) ? { group: group as Group } : {}), ...(choose === true ? { choose } : {}) }),
});
export const workRoute = createRoute({ getParentRoute: () => storeRoute, path: '/work/$fulfilment', component: lazyRouteComponent(() => import('./WorkPage.tsx')) });
export const waveRoute = createRoute({
  getParentRoute: () => storeRoute, path: '/wave', component: lazyRouteComponent(() => import('./WavePage.tsx')),
  validateSearch: ({ work }: Record<string, unknown>): WaveSearch => ({ work: typeof work === 'string' ? work : '' }),
});

export const workRoutes = [todayRoute, workRoute, waveRoute];
