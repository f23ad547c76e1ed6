/** The addresses of channels: which there are, one with its settings, and changing it. */
import type { Database } from '../../kernel/database.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { putChannel } from './commands.ts';
import { ChannelBody, ChannelList, ChannelView, CodePath, Page } from './contract.ts';
import { channelProblems } from './problems.ts';
import { channelByCode, listChannels } from './queries.ts';

const refused = (description: string) => ({ description, schema: Problem, contentType: 'application/problem+json' });
const tag = 'Channels';

/** All routes of the channels room. */
export const channelRoutes = ({ database }: { database: Database }): Route[] => [
  route({
    method: 'GET', path: '/channels', operation: 'listChannels', tag, summary: 'Sales channels by code', access: ['operations', 'service', 'finance', 'store', 'viewer'], query: Page,
    answers: { 200: { description: 'A page of channels', schema: ChannelList } },
    handle: async ({ query }) => ok(await listChannels(database, query)),
  }),
  route({
    method: 'GET', path: '/channels/{channel}', operation: 'getChannel', tag, summary: 'One channel', access: ['operations', 'service', 'finance', 'store', 'viewer'], params: CodePath,
    answers: { 200: { description: 'The channel', schema: ChannelView }, 404: refused('No such channel') },
    handle: async ({ params }) => {
      const channel = await channelByCode(database, params.channel);
      if (!channel) throw channelProblems.unknown({ detail: `There is no channel ${params.channel}; GET /channels lists them.`, found: params.channel });
      return ok(channel, { etag: `"${channel.version}"` });
    },
  }),
  route({
    method: 'PUT', path: '/channels/{channel}', operation: 'putChannel', tag, summary: 'Makes a channel, or changes it at the version read; in force within a second', access: ['operations'], params: CodePath, body: ChannelBody,
    example: { name: 'Web shop', kind: 'shopify', settings: { contract: { money: 'channel', mail: 'own', subtractsOwnSales: true }, credentials: 'webshop' } },
    answers: { 200: { description: 'Changed', schema: ChannelView }, 201: { description: 'Made', schema: ChannelView }, 409: refused('It keeps its kind'), 412: refused('Changed in the meantime'), 422: refused('There is a secret in it'), 428: refused('If-Match is missing') },
    handle: async ({ params, body, context, ifMatch }) => {
      const { status, answer } = await putChannel(database, context, params.channel, ifMatch, body);
      return { status, body: answer, headers: { etag: `"${answer.version}"` } };
    },
  }),
];
