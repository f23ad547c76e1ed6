/** The addresses of customers: who they are, how they were reached, and their erasure. */
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { fromWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { eraseCustomer, placesOf } from './commands.ts';
import type { CustomerDeps } from './commands.ts';
import { CustomerDetails, CustomerPath, CustomerQuery, Customers, Erased, EraseBody, MergeBody, Merging, MergingPath, Places } from './contract.ts';
import { CUSTOMER_KEEPERS, CUSTOMER_READERS as readers, customerActions } from './permissions.ts';
import { mergeCustomers, MERGING_PREFIX, undoMerging } from './person.ts';
import { customerProblems } from './problems.ts';
import { customerDetails, CUSTOMER_PREFIX, listCustomers } from './queries.ts';

const refused = (description: string) => ({ description, schema: Problem, contentType: 'application/problem+json' });
const tag = 'Customers';

const mergingOf = (text: string): Uuid => {
  const id = fromWire(MERGING_PREFIX, text);
  if (id === null) throw customerProblems.merging_unknown({ detail: `"${text}" is not the id of a merging, which looks like mrg_01h….`, found: text });
  return id;
};
const idOf = (text: string): Uuid => {
  const id = fromWire(CUSTOMER_PREFIX, text);
  if (id === null) throw customerProblems.unknown({ detail: `"${text}" is not the id of a customer, which looks like cus_01h….`, found: text });
  return id;
};

/** All routes of the customers room. */
export const customerRoutes = (deps: CustomerDeps): Route[] => [
  route({
    method: 'GET', path: '/customers', operation: 'listCustomers', tag, summary: 'Customers, the newest first, or those who are searched for', access: readers, query: CustomerQuery,
    answers: { 200: { description: 'A page of customers', schema: Customers } },
    handle: async ({ query }) => ok(await listCustomers(deps.database, query)),
  }),
  route({
    method: 'GET', path: '/customers/{customer}', operation: 'getCustomer', tag, summary: 'A customer with all contact details there are, and who is the same person', access: readers, params: CustomerPath,
    answers: { 200: { description: 'The customer', schema: CustomerDetails }, 404: refused('No such customer') },
    handle: async ({ params, actor }) => {
      const customer = await customerDetails(deps.database, idOf(params.customer));
      if (!customer) throw customerProblems.unknown({ detail: `There is no customer ${params.customer}.`, found: params.customer });
      return ok({ ...customer, can: customerActions(actor, { erased: customer.erasedAt !== null }) });
    },
  }),
  route({
    method: 'POST', path: '/customers/{customer}/merge', operation: 'mergeCustomers', tag, summary: 'Says that two customers are one person; it can be taken back', access: CUSTOMER_KEEPERS, params: CustomerPath, body: MergeBody,
    description: 'Both keep their orders and their channels’ numbers, and are shown as one from now on. Who merged them and when is kept.',
    example: { with: 'cus_01h2xcejqtf2nbrexx3vqjhp41' },
    answers: { 200: { description: 'The merging', schema: Merging }, 404: refused('No such customer'), 409: refused('One person already, or erased') },
    handle: async ({ params, body, context }) => ok((await mergeCustomers(deps.database, context, idOf(params.customer), idOf(body.with))).answer),
  }),
  route({
    method: 'POST', path: '/customer-mergings/{merging}/undo', operation: 'undoMerging', tag, summary: 'Takes a merging of customers back', access: CUSTOMER_KEEPERS, params: MergingPath,
    answers: { 200: { description: 'The merging that was', schema: Merging }, 404: refused('No such merging'), 409: refused('Taken back before') },
    handle: async ({ params, context }) => ok((await undoMerging(deps.database, context, mergingOf(params.merging))).answer),
  }),
  route({
    method: 'POST', path: '/customers/{customer}/erase', operation: 'eraseCustomer', tag, summary: "Erases a person's data everywhere; orders, stock and money stay", access: CUSTOMER_KEEPERS, params: CustomerPath, body: EraseBody,
    example: { reason: 'Asked by letter of 2 March' },
    answers: { 200: { description: 'Who was erased, and where', schema: Erased }, 404: refused('No such customer'), 409: refused('Erased before') },
    handle: async ({ params, body, context }) => ok((await eraseCustomer(deps, context, idOf(params.customer), body.reason, body.everywhere)).answer),
  }),
  route({
    method: 'GET', path: '/personal-data', operation: 'listPersonalData', tag, summary: 'Where personal data are kept, what, and for how long', access: readers,
    answers: { 200: { description: 'The places', schema: Places } },
    handle: async () => ok({ items: placesOf(deps).map(({ table, what, retention }) => ({ table, what, retention })), next: null }),
  }),
];
