/** The roots of the store's addresses: /store, and everything of one location under /store/{location}. */
import { createRootRoute, createRoute, redirect } from '@tanstack/react-router';
import { StoreLayout } from './StoreLayout.tsx';

export const rootRoute = createRootRoute({ notFoundComponent: () => { throw redirect({ to: '/' }); } });
export const storeRoute = createRoute({ getParentRoute: () => rootRoute, path: '/$location', component: StoreLayout });
