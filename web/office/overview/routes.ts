/** The addresses of overview in the office's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export const overviewRoute = createRoute({ getParentRoute: () => officeRoute, path: '/', component: lazyRouteComponent(() => import('./OverviewPage.tsx')) });

export const overviewRoutes = [overviewRoute];
