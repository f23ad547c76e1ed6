/** The addresses of products and price lists in the office's door; what is searched and chosen stands in them. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export interface ProductsSearch { q?: string; tag?: string }
export interface ProductSearch { sku?: string }
export interface PriceListSearch { q?: string }

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);
const given = <T extends object>(search: T): T => Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T;

export const productsRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/products', component: lazyRouteComponent(() => import('./ProductsPage.tsx')),
  validateSearch: (search: Record<string, unknown>): ProductsSearch => given({ q: text(search['q']), tag: text(search['tag']) } as ProductsSearch),
});
export const productRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/products/$product', component: lazyRouteComponent(() => import('./ProductPage.tsx')),
  validateSearch: (search: Record<string, unknown>): ProductSearch => given({ sku: text(search['sku']) } as ProductSearch),
});
export const priceListsRoute = createRoute({ getParentRoute: () => officeRoute, path: '/price-lists', component: lazyRouteComponent(() => import('./PriceListsPage.tsx')) });
export const priceListRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/price-lists/$list', component: lazyRouteComponent(() => import('./PriceListPage.tsx')),
  validateSearch: (search: Record<string, unknown>): PriceListSearch => given({ q: text(search['q']) } as PriceListSearch),
});

export const productRoutes = [productsRoute, productRoute, priceListsRoute, priceListRoute];
