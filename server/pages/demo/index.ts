/** The sandbox's own interface under /demo: a visitor plays the customer, the carrier, the bank and the robots' boss. In the demo only, never in the published interface. */
import { z } from 'zod';
import type { FastifyRequest } from 'fastify';
import { demoPeople } from '../../../database/seed/accounts.ts';
import { PLACES } from '../../../database/seed/places.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { kernelProblems } from '../../kernel/problem.ts';
import { reservationPolicy } from '../../modules/orders/index.ts';
import { fromOurPage, underOwnName } from '../same-origin.ts';
import { AdvanceBody, Advanced, Demo, ErpView, FaultBody, Faults, Followed, FollowParams, Mail, MailParams, Mails, MailsQuery, MoneyBody, OptionsBody, OrderBody, ParcelParams, Parcels, PaymentParams, Payments, Placed, Products, ProductsQuery, ReserveBody, Reserved, Reserving, RobotsBody, RobotsView, SignInBody, SystemParams } from './contract.ts';
import { erpBeside } from './erp.ts';
import { clearFaults, listFaults, setFault } from './faults.ts';
import { optionsIn } from './options.ts';
import { CHANNEL, followPlaced, leaveToVisitor } from './orders.ts';
import { reserveIn } from './reserve.ts';
import { placeIn, productsIn } from './shop.ts';
import { simulators, SYSTEMS } from './simulators.ts';
import type { SimulatorUrls } from './simulators.ts';
import { advanceParcel, listMails, listParcels, listPayments, readMail, touchPayment } from './things.ts';

export type { SimulatorUrls } from './simulators.ts';

export interface DemoDeps {
  database: Database;
  clock: Clock;
  urls: SimulatorUrls;
  /** The installation's secret "demo": passwords and keys follow from it. */
  secret: string;
  /** Where Spil listens. */
  url: string;
  retailer: string;
  /** The place whose work the robots leave to visitors. */
  visitorsPlace: string;
  /** The customer's page of an order. */
  pageOf(order: Uuid): Promise<string>;
}

/** The store of a place is worked in by its own account. */
const accountOf = (location: string): string | null => (PLACES.some(({ code }) => code === location) ? `${location}@vandalen.example` : null);

const tag = 'Sandbox';
const refused = { 400: { description: 'Not possible', schema: Problem }, 403: { description: 'Not from our page', schema: Problem }, 404: { description: 'Not there', schema: Problem }, 503: { description: 'The outside world is away', schema: Problem } };
const shows = (schema: z.ZodType) => ({ 200: { description: 'As it is now', schema }, ...refused });
const done = { 204: { description: 'Done', schema: null }, ...refused };

/** Refuses what does not come from a page of this demo, on this machine. */
function guard(request: FastifyRequest): void {
  if (!fromOurPage(request) || !underOwnName(request)) throw kernelProblems.forbidden({ detail: 'The sandbox is used from its own pages only.' });
}

/** A route of the sandbox: nobody signs in to it, no key is asked for, and it listens to its own pages only. */
const play: typeof route = (spec) => route({
  ...spec, access: 'public', idempotent: false,
  handle: async (input) => {
    guard(input.request);
    return spec.handle(input);
  },
});

export function demoRoutes(deps: DemoDeps): Route[] {
  const { database } = deps;
  const world = simulators(deps.urls);
  const shop = { database, clock: deps.clock, simulators: world, secret: deps.secret, url: deps.url };
  const following = { database, simulators: world, accountOf, pageOf: deps.pageOf };
  const people = demoPeople(deps.secret);
  return [
    play({
      method: 'GET', path: '/demo', operation: 'demoOverview', tag, summary: 'Who can be who, which systems there are, and what the robots do', access: 'public', answers: shows(Demo),
      handle: async () => ok({
        retailer: deps.retailer, visitorsPlace: deps.visitorsPlace, places: PLACES.map(({ code, name, kind }) => ({ code, name, kind })), robots: await world.robots(), pages: SYSTEMS.map((system) => ({ system, url: deps.urls[system] })),
        people,
      }),
    }),
    play({
      method: 'POST', path: '/demo/sign-in', operation: 'demoSignIn', tag, summary: 'Signs a visitor in as somebody of the company, without typing the password', access: 'public', body: SignInBody, answers: done,
      handle: async ({ body, reply }) => {
        const person = people.find(({ email }) => email === body.email);
        if (!person) throw kernelProblems.not_found({ detail: `Nobody of the demo is called ${body.email}.`, found: body.email });
        const answer = await fetch(`${deps.url}/auth/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: person.email, password: person.password }) });
        if (answer.status !== 204) throw kernelProblems.forbidden({ detail: `The password of ${person.name} was changed since the demo began; sign in with the new one.` });
        reply.header('set-cookie', answer.headers.getSetCookie());
        return { status: 204, body: undefined };
      },
    }),
    play({
      method: 'GET', path: '/demo/products', operation: 'demoProducts', tag, summary: 'What a shop sells', access: 'public', query: ProductsQuery, answers: shows(Products),
      handle: async ({ query }) => ok(await productsIn(shop, query.shop)),
    }),
    play({
      method: 'POST', path: '/demo/options', operation: 'demoOptions', tag, summary: 'How a basket can come to the visitor, as Spil tells the shop', access: 'public', body: OptionsBody, answers: shows(z.unknown()),
      handle: async ({ body }) => ok(await optionsIn(deps, CHANNEL[body.shop], body.lines, body.postalCode)),
    }),
    play({
      method: 'POST', path: '/demo/orders', operation: 'demoPlaceOrder', tag, summary: 'Buys in a shop as a customer; the robots leave the order to the visitor', access: 'public', body: OrderBody, answers: { 201: { description: 'Bought', schema: Placed }, ...refused },
      handle: async ({ body }) => {
        const placed = await placeIn(shop, body);
        void leaveToVisitor(following, placed.shop, placed.number).catch(() => undefined);
        return { status: 201, body: placed };
      },
    }),
    play({
      method: 'GET', path: '/demo/orders/{shop}/{number}', operation: 'demoFollowOrder', tag, summary: 'What became of a bought order', access: 'public', params: FollowParams, answers: shows(Followed),
      handle: async ({ params }) => ok(await followPlaced(following, params.shop, params.number)),
    }),
    ...reservingRoutes(deps, world),
    ...outsideRoutes(deps, world),
  ];
}

/** Reserving at a store without paying. */
const reservingRoutes = ({ database, secret, url, pageOf }: DemoDeps, world: ReturnType<typeof simulators>): Route[] => [
  play({ method: 'GET', path: '/demo/reservations', operation: 'demoReserving', tag, summary: 'How long goods are kept for somebody who has not paid', access: 'public', answers: shows(Reserving), handle: async () => ok({ hours: (await reservationPolicy(database)).hours }) }),
  play({
    method: 'POST', path: '/demo/reservations', operation: 'demoReserve', tag, summary: 'Reserves a basket at a store as a customer, without paying', access: 'public', body: ReserveBody, answers: { 201: { description: 'Reserved', schema: Reserved }, ...refused },
    handle: async ({ body }) => ({ status: 201, body: await reserveIn({ secret, url, simulators: world, pageOf }, body) }),
  }),
];

/** What the outside world holds and does. */
function outsideRoutes({ database }: DemoDeps, world: ReturnType<typeof simulators>): Route[] {
  return [
    play({ method: 'GET', path: '/demo/mails', operation: 'demoMails', tag, summary: 'Mail that customers got, newest first', access: 'public', query: MailsQuery, answers: shows(Mails), handle: async ({ query }) => ok(await listMails(world, query.to)) }),
    play({ method: 'GET', path: '/demo/mails/{mail}', operation: 'demoMail', tag, summary: 'One mail', access: 'public', params: MailParams, answers: shows(Mail), handle: async ({ params }) => ok(await readMail(world, params.mail)) }),
    play({ method: 'GET', path: '/demo/parcels', operation: 'demoParcels', tag, summary: 'Parcels at the carrier, newest first', access: 'public', answers: shows(Parcels), handle: async () => ok(await listParcels(world, database)) }),
    play({
      method: 'POST', path: '/demo/parcels/{barcode}/advance', operation: 'demoAdvanceParcel', tag, summary: 'The carrier takes a parcel a step further, or to a place', access: 'public', params: ParcelParams, body: AdvanceBody, answers: shows(Advanced),
      handle: async ({ params, body }) => ok(await advanceParcel(world, params.barcode, body.to)),
    }),
    play({ method: 'GET', path: '/demo/payments', operation: 'demoPayments', tag, summary: 'Payments at the provider, newest first', access: 'public', answers: shows(Payments), handle: async () => ok(await listPayments(world)) }),
    ...(['chargeback', 'refund'] as const).map((what) => play({
      method: 'POST', path: `/demo/payments/{payment}/${what}`, operation: `demo${what === 'refund' ? 'Refund' : 'Chargeback'}`, tag, summary: what === 'refund' ? 'Somebody refunds in the dashboard of the provider' : 'The customer\'s bank takes the money back', access: 'public', params: PaymentParams, body: MoneyBody, answers: done,
      handle: async ({ params, body }) => {
        await touchPayment(world, params.payment, what, body.amount);
        return { status: 204, body: undefined };
      },
    })),
    play({ method: 'GET', path: '/demo/faults', operation: 'demoFaults', tag, summary: 'What can be made to fail, and what fails now', access: 'public', answers: shows(Faults), handle: async () => ok(await listFaults(world)) }),
    play({
      method: 'POST', path: '/demo/faults', operation: 'demoSetFault', tag, summary: 'Makes a system fail', access: 'public', body: FaultBody, answers: shows(Faults),
      handle: async ({ body }) => {
        await setFault(world, body.system, body.name);
        return ok(await listFaults(world));
      },
    }),
    play({
      method: 'DELETE', path: '/demo/faults/{system}', operation: 'demoClearFaults', tag, summary: 'Lets a system work again', access: 'public', params: SystemParams, answers: shows(Faults),
      handle: async ({ params }) => {
        await clearFaults(world, params.system);
        return ok(await listFaults(world));
      },
    }),
    play({ method: 'GET', path: '/demo/erp', operation: 'demoErp', tag, summary: 'What the ERP knows, beside what Spil knows', access: 'public', answers: shows(ErpView), handle: async () => ok(await erpBeside(database, world)) }),
    play({ method: 'POST', path: '/demo/robots', operation: 'demoRobots', tag, summary: 'Sets the robots\' pace, pauses them, or keeps them from places', access: 'public', body: RobotsBody, answers: shows(RobotsView), handle: async ({ body }) => ok({ robots: await world.robots(body) }) }),
  ];
}
