/** The address of this part of the sandbox. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { sandboxRoute } from '../root.ts';

export const startRoute = createRoute({ getParentRoute: () => sandboxRoute, path: '/', component: lazyRouteComponent(() => import('./StartPage.tsx')) });

export const startRoutes = [startRoute];
