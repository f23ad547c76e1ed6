/** The addresses of the office: the search, saved views, and everything of one person. */
import type { Database } from '../../kernel/database.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { idOf } from '../../kernel/wire.ts';
import { z } from 'zod';
import { CUSTOMER_KEEPERS, CUSTOMER_READERS, customerUnknown, personOf } from '../customers/index.ts';
import { CustomerExport, exportCustomer } from './export.ts';
import { CustomerHistory, customerHistory } from './history.ts';
import { OFFICE } from './permissions.ts';
import { search, SearchAnswer, SearchQuery } from './search.ts';
import { changeView, countViews, deleteView, listViews, saveView, View, ViewBody, ViewCounts, ViewPath, Views, ViewsQuery } from './views.ts';

const refused = (description: string) => ({ description, schema: Problem, contentType: 'application/problem+json' });
const CustomerParams = z.object({ customer: idOf('customer') });

/** All routes of the office. */
export const officeRoutes = ({ database }: { database: Database }): Route[] => [
  route({
    method: 'GET', path: '/search', operation: 'search', tag: 'Search', summary: 'Orders, customers, products, parcels and returns by typing part of them', access: OFFICE, query: SearchQuery,
    description: 'Looks for what begins with what was typed, in any order of the words of a name or product; numbers and barcodes are found by their end too. Whole matches come first, then the newest. What was committed a moment ago may be missing for a second. Customers, and orders by personal data, are found by service, operations and finance.',
    answers: { 200: { description: 'What was found, per kind', schema: SearchAnswer } },
    handle: async ({ query, actor }) => ok(await search(database, actor, query.q, query.limit)),
  }),
  ...viewRoutes(database),
  route({
    method: 'GET', path: '/customers/{customer}/history', operation: 'getCustomerHistory', tag: 'Customers', summary: 'Everything of a person over all channels: orders, returns, money, messages and notes', access: CUSTOMER_READERS, params: CustomerParams,
    answers: { 200: { description: 'The history, the newest first', schema: CustomerHistory }, 404: refused('No such customer') },
    handle: async ({ params }) => {
      if ((await personOf(database, params.customer)).length === 0) throw customerUnknown(params.customer);
      return ok(await customerHistory(database, params.customer));
    },
  }),
  route({
    method: 'POST', path: '/customers/{customer}/export', operation: 'exportCustomer', tag: 'Customers', summary: 'All that is kept about a person, as one document (GDPR, articles 15 and 20)', access: CUSTOMER_KEEPERS, params: CustomerParams,
    description: 'It is recorded that the data were given out, and by whom; the document itself is kept nowhere.',
    answers: { 200: { description: 'Everything of the person', schema: CustomerExport }, 404: refused('No such customer') },
    handle: async ({ params, context }) => ok(await exportCustomer(database, context, params.customer)),
  }),
];

function viewRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET', path: '/views', operation: 'listViews', tag: 'Views', summary: 'Views of a list: built-in ones, one’s own, and those of one’s teams', access: OFFICE, query: ViewsQuery,
      answers: { 200: { description: 'The views, built-in ones first', schema: Views } },
      handle: async ({ query, actor }) => ok({ views: await listViews(database, actor, query.list) }),
    }),
    route({
      method: 'GET', path: '/views/counts', operation: 'countViews', tag: 'Views', summary: 'How many orders are in each view, as far as it is worth counting', access: OFFICE,
      answers: { 200: { description: 'A count per view of orders', schema: ViewCounts } },
      handle: async ({ actor, context }) => ok({ counts: await countViews(database, actor, context.now) }),
    }),
    route({
      method: 'POST', path: '/views', operation: 'saveView', tag: 'Views', summary: 'Saves a view under a name; one’s own of that name is replaced', access: OFFICE, body: ViewBody,
      example: { list: 'orders', name: 'Marketplace, older than three days', filters: { channel: 'marketplace', status: 'open,in_progress', placedBefore: 'P3D' }, columns: [], order: 'oldest', team: null },
      answers: { 200: { description: 'Replaced', schema: View }, 201: { description: 'Saved', schema: View }, 422: refused('The list has no such filter') },
      handle: async ({ body, context }) => {
        const { status, answer } = await saveView(database, context, body);
        return { status, body: answer };
      },
    }),
    route({
      method: 'PUT', path: '/views/{view}', operation: 'changeView', tag: 'Views', summary: 'Changes a view: its name, what it shows, who sees it', access: OFFICE, params: ViewPath, body: ViewBody,
      answers: { 200: { description: 'Changed', schema: View }, 403: refused('Somebody else’s'), 404: refused('No such view'), 422: refused('The list has no such filter') },
      handle: async ({ params, body, context }) => ok((await changeView(database, context, params.view, body)).answer),
    }),
    route({
      method: 'DELETE', path: '/views/{view}', operation: 'deleteView', tag: 'Views', summary: 'Takes a view away', access: OFFICE, params: ViewPath,
      answers: { 204: { description: 'Gone', schema: null }, 403: refused('Somebody else’s'), 404: refused('No such view') },
      handle: async ({ params, context }) => {
        await deleteView(database, context, params.view);
        return { status: 204, body: undefined };
      },
    }),
  ];
}
