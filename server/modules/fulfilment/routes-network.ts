/** The address where staff look up who has a product. */
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import type { FloorRouteDeps } from './contract.ts';
import { NetworkQuery, NetworkView, stockNetwork } from './network.ts';

export function networkRoutes(deps: FloorRouteDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/stock/network', operation: 'stockNetwork', tag: 'Stock', summary: 'Which locations have a product, in which sizes, how far away and open until when', access: ['store', 'operations', 'service'], query: NetworkQuery,
      answers: { 200: { description: 'Who has it', schema: NetworkView }, 404: { description: 'No such SKU', schema: Problem }, 422: { description: 'No such channel', schema: Problem } },
      handle: async ({ query, actor, context }) => ok(await stockNetwork(deps, actor, query, context.now)),
    }),
  ];
}
