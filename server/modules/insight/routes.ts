/** The addresses of insight: the funnel, the workload, the figures, and the orders behind them. */
import type { Database } from '../../kernel/database.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Role, Route } from '../../kernel/http.ts';
import { behind } from './behind.ts';
import { BehindQuery, BehindView, FiguresQuery, FiguresView, FunnelQuery, FunnelView, WorkloadQuery, WorkloadView } from './contract.ts';
import { FIGURES } from './definitions.ts';
import { funnel, workload } from './live.ts';
import { figures } from './queries.ts';

const tag = 'Insight';
/** Who looks at figures; an account of some locations sees those locations' own. */
const LOOKERS: readonly Role[] = ['operations', 'finance', 'service', 'viewer', 'store'];
const refused = { description: 'The period or the figure cannot be answered', schema: Problem };

export function insightRoutes({ database }: { database: Database }): Route[] {
  return [
    route({
      method: 'GET', path: '/insight/funnel', operation: 'getFunnel', tag, summary: 'How many orders and units stand in each stage now', access: LOOKERS, query: FunnelQuery,
      description: 'Counted live from the units book. A stage with very many is counted up to a bound, and says so (`atLeast`). Work of orders on hold stands in `held`, not in its stage.',
      answers: { 200: { description: 'The stages in their order', schema: FunnelView } },
      handle: async ({ query, actor, context }) => ok(await funnel(database, actor, context.now, query)),
    }),
    route({
      method: 'GET', path: '/insight/workload', operation: 'getWorkload', tag, summary: 'What each location has to do now, the most pressed first', access: LOOKERS, query: WorkloadQuery,
      answers: { 200: { description: 'The locations', schema: WorkloadView } },
      handle: async ({ query, actor, context }) => ok(await workload(database, actor, context.now, query)),
    }),
    route({
      method: 'GET', path: '/insight/figures', operation: 'getFigures', tag, summary: 'Figures over a period, with the period before', access: LOOKERS, query: FiguresQuery,
      description: ['Each figure with its definition. Days are on the clock of the location, or of the company where a fact is of no single location. An account of some locations is told the figures of those locations.', ...Object.entries(FIGURES).map(([name, { definition }]) => `- \`${name}\`: ${definition}`)].join('\n\n'),
      answers: { 200: { description: 'The figures', schema: FiguresView }, 422: refused },
      handle: async ({ query, actor, context }) => ok(await figures(database, actor, context.now, query)),
    }),
    route({
      method: 'GET', path: '/insight/orders', operation: 'listOrdersBehind', tag, summary: 'The orders behind a figure or in a stage', access: LOOKERS, query: BehindQuery,
      description: 'One row per thing that counted, the latest first; an order can be there more than once. For a stage: the orders that stand in it now.',
      answers: { 200: { description: 'One page', schema: BehindView }, 422: refused },
      handle: async ({ query, actor, context }) => ok(await behind(database, actor, context.now, query)),
    }),
  ];
}
