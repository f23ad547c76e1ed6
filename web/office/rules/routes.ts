/** The addresses of the rules in the office's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

const rulesRoute = createRoute({ getParentRoute: () => officeRoute, path: '/rules', component: lazyRouteComponent(() => import('./RulesPage.tsx')) });
export const ruleRoute = createRoute({
  getParentRoute: () => officeRoute, path: '/rules/$kind/$name', component: lazyRouteComponent(() => import('./RulePage.tsx')),
  validateSearch: (search: Record<string, unknown>): { version?: number } => (Number.isInteger(search['version']) ? { version: Number(search['version']) } : {}),
});

export const ruleRoutes = [rulesRoute, ruleRoute];
