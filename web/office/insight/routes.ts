/** The addresses of insight in the office's door: what is looked at, over which days, of which location and channel. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const day = (value: unknown): string | undefined => { const given = text(value); return given !== undefined && DAY.test(given) ? given : undefined; };

export interface Filter { from?: string | undefined; until?: string | undefined; location?: string | undefined; channel?: string | undefined }
const filterOf = (search: Record<string, unknown>): Filter => ({ from: day(search['from']), until: day(search['until']), location: text(search['location']), channel: text(search['channel']) });

export interface InsightSearch extends Filter { view?: 'now' | undefined; figure?: string | undefined; by?: 'location' | 'channel' | 'reason' | undefined; show?: 'table' | undefined }

export const insightRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/insight', component: lazyRouteComponent(() => import('./InsightPage.tsx')),
  validateSearch: (search: Record<string, unknown>): InsightSearch => ({
    ...filterOf(search), view: search['view'] === 'now' ? 'now' : undefined, figure: text(search['figure']), show: search['show'] === 'table' ? 'table' : undefined,
    by: search['by'] === 'location' || search['by'] === 'channel' || search['by'] === 'reason' ? search['by'] : undefined,
  }),
});

export interface BehindSearch extends Filter { figure?: string | undefined; stage?: string | undefined; reason?: string | undefined; all?: true | undefined }

export const insightOrdersRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/insight/orders', component: lazyRouteComponent(() => import('./InsightOrdersPage.tsx')),
  validateSearch: (search: Record<string, unknown>): BehindSearch => ({ ...filterOf(search), figure: text(search['figure']), stage: text(search['stage']), reason: text(search['reason']), all: search['all'] === true || search['all'] === 'true' ? true : undefined }),
});

export const insightRoutes = [insightRoute, insightOrdersRoute];
