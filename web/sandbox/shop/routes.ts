/** The addresses of the sandbox's shop: choosing, paying, and what became of it. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { Shop } from '../demo.ts';
import { sandboxRoute } from '../root.ts';

const SHOPS: readonly string[] = ['webshop', 'outlet', 'app'];
const shopOf = (search: Record<string, unknown>): Shop => (typeof search['shop'] === 'string' && SHOPS.includes(search['shop']) ? search['shop'] as Shop : 'webshop');
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export interface ShopSearch { shop: Shop; search?: string; product?: string }

export const shopRoute = createRoute({
  getParentRoute: () => sandboxRoute, path: '/shop',
  validateSearch: (search: Record<string, unknown>): ShopSearch => ({ shop: shopOf(search), ...(text(search['search']) === undefined ? {} : { search: text(search['search']) }), ...(text(search['product']) === undefined ? {} : { product: text(search['product']) }) }),
  component: lazyRouteComponent(() => import('./ShopPage.tsx')),
});
export const checkoutRoute = createRoute({ getParentRoute: () => sandboxRoute, path: '/shop/checkout', validateSearch: (search: Record<string, unknown>): { shop: Shop } => ({ shop: shopOf(search) }), component: lazyRouteComponent(() => import('./CheckoutPage.tsx')) });
export const placedRoute = createRoute({ getParentRoute: () => sandboxRoute, path: '/shop/orders/$shop/$number', component: lazyRouteComponent(() => import('./PlacedPage.tsx')) });

export const shopRoutes = [shopRoute, checkoutRoute, placedRoute];
