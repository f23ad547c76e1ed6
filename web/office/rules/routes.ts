/** The addresses of rules in the office's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { officeRoute } from '../root.ts';

export const rulesRoute = createRoute({ getParentRoute: () => officeRoute, path: '/rules', component: lazyRouteComponent(() => import('./RulesPage.tsx')) });
export const ruleRoute = createRoute({ getParentRoute: () => officeRoute, path: '/rules/$kind/$name', component: lazyRouteComponent(() => import('./RulePage.tsx')) });

export const ruleRoutes = [rulesRoute, ruleRoute];
