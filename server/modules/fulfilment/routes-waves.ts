/** The addresses of waves: several orders picked in one walk. */
import { ok, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { STORE, workAnswers } from './contract.ts';
import type { FloorRouteDeps } from './contract.ts';
import { readWalk, startWave, WalkQuery, WalkView, WaveBody, WaveView } from './walk.ts';

export function waveRoutes(deps: FloorRouteDeps): Route[] {
  return [
    route({
      method: 'POST', path: '/waves', operation: 'startWave', tag: 'Shop floor', summary: 'Take up several orders to pick them in one walk',
      description: 'Nothing is kept of a wave but that its work was taken up; GET /walk answers the same walk at any time.',
      access: STORE, body: WaveBody, answers: { ...workAnswers, 200: { description: 'The walk', schema: WaveView } },
      handle: async ({ body, context }) => ok(await startWave(deps, context, body)),
    }),
    route({
      method: 'GET', path: '/walk', operation: 'getWalk', tag: 'Shop floor', summary: 'The lines of several orders along the places where they lie', access: STORE, query: WalkQuery,
      answers: { ...workAnswers, 200: { description: 'The walk as it is now', schema: WalkView } },
      handle: async ({ query, actor }) => ok(await readWalk(deps, actor, query.fulfilments)),
    }),
  ];
}
