/** The addresses of handover in the store's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';

export const handoverRoute = createRoute({
  getParentRoute: () => storeRoute, path: '/handover', component: lazyRouteComponent(() => import('./HandoverPage.tsx')),
  validateSearch: ({ carrier }: Record<string, unknown>): { carrier?: string } => (typeof carrier === 'string' && carrier !== '' ? { carrier } : {}),
});
export const manifestsRoute = createRoute({ getParentRoute: () => storeRoute, path: '/manifests', component: lazyRouteComponent(() => import('./ManifestsPage.tsx')) });
export const manifestRoute = createRoute({ getParentRoute: () => storeRoute, path: '/manifests/$manifest', component: lazyRouteComponent(() => import('./ManifestPage.tsx')) });

export const handoverRoutes = [handoverRoute, manifestsRoute, manifestRoute];
