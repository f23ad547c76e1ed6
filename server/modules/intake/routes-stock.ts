/** The addresses of comparing a channel's stock figures with ours: ask for it, see how far it is, and read what was different. */
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { page, wire } from '../../kernel/wire.ts';
import { z } from 'zod';
import { askComparison, comparisonById, comparisonLines, listComparisons } from './compare.ts';
import type { Comparison } from './compare.ts';
import { ChannelPath, CompareBody, ComparisonLines, ComparisonList, ComparisonPath, ComparisonView } from './contract.ts';
import { intakeProblems } from './problems.ts';
import type { IntakeDeps } from './types.ts';

const tag = 'Intake';
const problem = (description: string) => ({ description, schema: Problem });
const READERS = ['operations', 'service', 'viewer'] as const;

const shown = ({ id, channel, asked_at, asked_by, correct, compared, different, unread, finished_at, problem: reason }: Comparison) => ({
  id: wire('comparison', id), channel, askedAt: asked_at, askedBy: asked_by, correct, compared, different, unread, finishedAt: finished_at, problem: reason,
});

export function comparisonRoutes(deps: IntakeDeps, wake: () => void): Route[] {
  const { database } = deps.orders;
  return [
    route({
      method: 'POST', path: '/channels/{channel}/stock', operation: 'reconcileChannelStock', tag, summary: "Compare all of a channel's stock figures with what they should be, and set right what is different", access: ['operations'], params: ChannelPath, body: CompareBody,
      description: "The channel's orders are taken in first. Then each SKU is read from the channel (where it offers no read, what it was last told counts), compared, and set unless `correct` is false. It goes on after this answer; the comparison tells how far it is.",
      answers: { 202: { description: 'It has begun', schema: ComparisonView }, 404: problem('Not connected'), 409: problem('One is under way') },
      handle: async ({ params, body, context }) => {
        refuseUnconnected(deps, params.channel);
        const comparison = await askComparison(deps, context, params.channel, body.correct);
        wake();
        return { status: 202, body: shown(comparison) };
      },
    }),
    route({
      method: 'GET', path: '/channels/{channel}/stock/comparisons', operation: 'listStockComparisons', tag, summary: "Comparisons of a channel's stock figures, the newest first", access: READERS, params: ChannelPath,
      answers: { 200: { description: 'The last 20', schema: ComparisonList } },
      handle: async ({ params }) => ok({ items: (await listComparisons(database, params.channel)).map(shown), next: null }),
    }),
    route({
      method: 'GET', path: '/channels/{channel}/stock/comparisons/{comparison}', operation: 'getStockComparison', tag, summary: 'What was different, by SKU', access: READERS, params: ComparisonPath, query: z.object(page),
      answers: { 200: { description: 'One page', schema: ComparisonLines }, 404: problem('No such comparison') },
      handle: async ({ params, query }) => {
        if (!(await comparisonById(database, params.channel, params.comparison))) throw intakeProblems.comparison_unknown({ detail: `Channel "${params.channel}" has no comparison ${wire('comparison', params.comparison)}; GET /channels/${params.channel}/stock/comparisons lists them.` });
        return ok(await comparisonLines(database, params.comparison, query));
      },
    }),
  ];
}

export function refuseUnconnected(deps: IntakeDeps, channel: string): void {
  if (!deps.channels().has(channel)) throw intakeProblems.channel_unknown({ detail: `Channel "${channel}" is not connected; connected are ${[...deps.channels().keys()].join(', ') || 'none'}.`, found: channel });
}
