/** The addresses of handover in the store's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';

export const handoverRoute = createRoute({ getParentRoute: () => storeRoute, path: '/handover', component: lazyRouteComponent(() => import('./HandoverPage.tsx')) });
export const manifestsRoute = createRoute({ getParentRoute: () => storeRoute, path: '/manifests', component: lazyRouteComponent(() => import('./ManifestsPage.tsx')) });

export const handoverRoutes = [handoverRoute, manifestsRoute];
