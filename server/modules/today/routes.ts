/** The address of today's work. */
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { readToday, TodayQuery, TodayView } from './today.ts';
import type { TodayDeps } from './today.ts';

export function todayRoutes(deps: TodayDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/today', operation: 'getToday', tag: 'Shop floor', summary: 'What a location has to do now, most urgent first, with a count per group', access: ['store', 'operations'], query: TodayQuery,
      answers: { 200: { description: 'Today', schema: TodayView }, 404: { description: 'No such location here', schema: Problem } },
      handle: async ({ query, actor, context }) => ok(await readToday(deps, actor, query, context.now)),
    }),
  ];
}
