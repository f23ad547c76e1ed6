/** The addresses of reservations. */
import { z } from 'zod';
import { ok, Problem, route } from '../../../kernel/http.ts';
import type { Route } from '../../../kernel/http.ts';
import { orderStream } from '../commands.ts';
import { KEEPERS } from '../permissions.ts';
import { extend, release, reservationFor, reserve } from './commands.ts';
import type { ReservationDeps } from './commands.ts';
import { ExtendBody, ReservationParams, ReservationQuery, ReservationView, ReserveBody } from './contract.ts';
import { listReservations, presentReservation } from './queries.ts';

const params = ReservationParams;
const tag = 'Reservations';
const answers = { 200: { description: 'The reservation as it is now', schema: ReservationView }, 404: { description: 'No such reservation for this account', schema: Problem }, 409: { description: 'It has ended', schema: Problem }, 422: { description: 'It cannot be so', schema: Problem } };

export const reservationRoutes = (deps: ReservationDeps): Route[] => [
  route({
    method: 'POST', path: '/reservations', operation: 'reserve', tag, summary: 'Reserve products at a store without paying, until a moment',
    description: 'The goods are reserved out of that store’s own stock: nothing is brought from elsewhere, and nothing is owed. The store puts them aside and the customer is told; at the end they are free again to the second. Limits against hoarding are a setting (`reservation-policy`).',
    access: ['channel', ...KEEPERS], body: ReserveBody,
    answers: { 201: { description: 'Reserved', schema: ReservationView }, 200: { description: 'Was reserved before', schema: ReservationView }, 403: { description: 'Not a channel of this key', schema: Problem }, 409: { description: 'It is not there, or others are open', schema: Problem }, 422: { description: 'It cannot be reserved so', schema: Problem } },
    handle: async ({ body, context, actor }) => {
      const { status, answer } = await reserve(deps, context, body, (stream) => stream.id);
      return { status, body: await presentReservation(deps, actor, await orderStream(deps.database, answer), context.now) };
    },
  }),
  route({
    method: 'GET', path: '/reservations', operation: 'listReservations', tag, summary: 'Open reservations of a store, those that end first at the top', access: [...KEEPERS, 'channel'], query: ReservationQuery,
    answers: { 200: { description: 'Those found', schema: z.object({ reservations: z.array(ReservationView) }) } },
    handle: async ({ query, actor, context }) => ok({ reservations: await listReservations(deps, actor, query, context.now) }),
  }),
  route({
    method: 'GET', path: '/reservations/{order}', operation: 'getReservation', tag, summary: 'One reservation', access: [...KEEPERS, 'channel', 'viewer'], params, answers,
    handle: async ({ params: { order }, actor, context }) => ok(await presentReservation(deps, actor, (await reservationFor(deps.database, actor, order)).stream, context.now)),
  }),
  route({
    method: 'POST', path: '/reservations/{order}/extend', operation: 'extendReservation', tag, summary: 'Let a reservation hold longer, as far as the policy goes', access: KEEPERS, params, body: ExtendBody, answers,
    handle: async ({ params: { order }, body, actor, context }) => {
      await extend(deps, context, order, body.until, () => null);
      return ok(await presentReservation(deps, actor, await orderStream(deps.database, order), context.now));
    },
  }),
  route({
    method: 'POST', path: '/reservations/{order}/cancel', operation: 'cancelReservation', tag, summary: 'Let a reservation go: its goods are free again', access: [...KEEPERS, 'channel'], params, answers,
    handle: async ({ params: { order }, actor, context }) => {
      await release(deps, context, order, 'customer', () => null);
      return ok(await presentReservation(deps, actor, await orderStream(deps.database, order), context.now));
    },
  }),
];
