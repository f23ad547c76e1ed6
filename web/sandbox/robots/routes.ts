/** The address of this part of the sandbox. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { sandboxRoute } from '../root.ts';

export const robotRoute = createRoute({ getParentRoute: () => sandboxRoute, path: '/robots', component: lazyRouteComponent(() => import('./RobotsPage.tsx')) });

export const robotRoutes = [robotRoute];
