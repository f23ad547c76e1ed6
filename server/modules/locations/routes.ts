/** The addresses of locations: which there are, one with its hours, and changing it. */
import type { Clock } from '../../kernel/clock.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { putLocation } from './commands.ts';
import type { LocationDeps } from './commands.ts';
import { CodePath, LocationBody, LocationDetailsView, LocationList, LocationQuery, LocationView, Opening, OpeningQuery } from './contract.ts';
import { EDITORS, locationActions } from './permissions.ts';
import { locationProblems } from './problems.ts';
import { listLocations, locationByCode, openingOf } from './queries.ts';
import type { LocationDetails } from './queries.ts';

const refused = (description: string) => ({ description, schema: Problem, contentType: 'application/problem+json' });
const tag = 'Locations';

/** All routes of the locations room. */
export function locationRoutes(deps: LocationDeps & { clock: Clock }): Route[] {
  const { database, clock } = deps;
  const found = async (code: string): Promise<LocationDetails> => {
    const location = await locationByCode(database, code);
    if (!location) throw locationProblems.unknown({ detail: `There is no location ${code}; GET /locations lists them.`, found: code });
    return location;
  };
  return [
    route({
      method: 'GET', path: '/locations', operation: 'listLocations', tag, summary: 'Stores and warehouses by code', access: 'anyone', query: LocationQuery,
      answers: { 200: { description: 'A page of locations', schema: LocationList } },
      handle: async ({ query }) => ok(await listLocations(database, { ...query, active: query.active === undefined ? undefined : query.active === 'true' })),
    }),
    route({
      method: 'GET', path: '/locations/{location}', operation: 'getLocation', tag, summary: 'One location', access: 'anyone', params: CodePath,
      answers: { 200: { description: 'The location', schema: LocationDetailsView }, 404: refused('No such location') },
      handle: async ({ params, actor }) => {
        const location = await found(params.location);
        return ok({ ...location, can: locationActions(actor) }, { etag: `"${location.version}"` });
      },
    }),
    route({
      method: 'GET', path: '/locations/{location}/opening', operation: 'getOpening', tag, summary: 'Whether it is open, when work given now leaves, and its hours this week', access: 'anyone', params: CodePath, query: OpeningQuery,
      answers: { 200: { description: 'The hours', schema: Opening }, 404: refused('No such location') },
      handle: async ({ params, query }) => ok(openingOf(await found(params.location), new Date(query.at ?? clock.now()).toISOString())),
    }),
    route({
      method: 'PUT', path: '/locations/{location}', operation: 'putLocation', tag, summary: 'Makes a location, or changes it at the version read; in force within a second', access: EDITORS, params: CodePath, body: LocationBody,
      answers: { 200: { description: 'Changed', schema: LocationView }, 201: { description: 'Made', schema: LocationView }, 409: refused('It keeps its kind'), 412: refused('Changed in the meantime'), 422: refused('Calendar or address cannot be used'), 428: refused('If-Match is missing') },
      handle: async ({ params, body, context, ifMatch }) => {
        const { status, answer } = await putLocation(deps, context, params.location, ifMatch, body);
        return { status, body: answer, headers: { etag: `"${answer.version}"` } };
      },
    }),
  ];
}
