/** The addresses of accounts that administrators keep: API keys and people. */
import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Role, Route } from '../../kernel/http.ts';
import { fromWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Authenticator } from './authenticator.ts';
import { appoint, changePerson, issueKey, revokeKey, setPassword } from './commands.ts';
import { CreatedKey, Key, Keys, NewKey, NewPassword, NewPerson, Page, People, PeopleQuery, Person, PersonRights } from './contract.ts';
import { clearPin } from './pins.ts';
import { identityProblems } from './problems.ts';
import { keyById, KEY_PREFIX, listKeys, listPeople, personById, PERSON_PREFIX } from './queries.ts';
import { deviceRoutes } from './routes-devices.ts';
import { sessionRoutes } from './routes-sessions.ts';
import type { Sessions } from './sessions.ts';
import type { IdentityDeps } from './deps.ts';

const administrators: readonly Role[] = ['administrator'];
const refused = (description: string) => ({ description, schema: Problem, contentType: 'application/problem+json' });
const KeyPath = z.object({ key: z.string() });
const PersonPath = z.object({ person: z.string() });

const keyId = (text: string): Uuid => {
  const id = fromWire(KEY_PREFIX, text);
  if (id === null) throw identityProblems.key_unknown({ detail: `"${text}" is not the id of an API key, which looks like key_01h….`, found: text });
  return id;
};
const personId = (text: string): Uuid => {
  const id = fromWire(PERSON_PREFIX, text);
  if (id === null) throw identityProblems.person_unknown({ detail: `"${text}" is not the id of a person, which looks like per_01h….`, found: text });
  return id;
};

/** All routes of the identity room. */
export const identityRoutes = (deps: IdentityDeps): Route[] => [...keyRoutes(deps), ...peopleRoutes(deps), ...sessionRoutes(deps), ...deviceRoutes(deps)];

function keyRoutes({ database, authenticator }: IdentityDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/api-keys', operation: 'listApiKeys', tag: 'Accounts', summary: 'API keys, without their secrets', access: administrators, query: Page,
      answers: { 200: { description: 'Keys, oldest first', schema: Keys } },
      handle: async ({ query }) => ok(await listKeys(database, query)),
    }),
    route({
      method: 'POST', path: '/api-keys', operation: 'createApiKey', tag: 'Accounts', summary: 'Makes an API key; its secret is shown this once', access: administrators, body: NewKey,
      example: { name: 'Web shop', roles: ['channel'], locations: null },
      answers: { 201: { description: 'The key with its secret', schema: CreatedKey } },
      handle: async ({ body, context }) => {
        const { status, answer } = await issueKey(database, context, body);
        return { status, body: answer };
      },
    }),
    route({
      method: 'GET', path: '/api-keys/{key}', operation: 'getApiKey', tag: 'Accounts', summary: 'One API key', access: administrators, params: KeyPath,
      answers: { 200: { description: 'The key', schema: Key }, 404: refused('No such key') },
      handle: async ({ params }) => {
        const key = await keyById(database, keyId(params.key));
        if (!key) throw identityProblems.key_unknown({ detail: `There is no API key ${params.key}.`, found: params.key });
        return ok(key);
      },
    }),
    route({
      method: 'POST', path: '/api-keys/{key}/revoke', operation: 'revokeApiKey', tag: 'Accounts', summary: 'Ends an API key for good, everywhere within a second', access: administrators, params: KeyPath,
      answers: { 200: { description: 'The key, ended', schema: Key }, 404: refused('No such key') },
      handle: async ({ params, context }) => {
        const { status, answer } = await revokeKey(database, context, keyId(params.key));
        authenticator.forget();
        return { status, body: answer };
      },
    }),
  ];
}

function peopleRoutes({ database, authenticator, clock }: IdentityDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/people', operation: 'listPeople', tag: 'Accounts', summary: 'People with an account', access: administrators, query: PeopleQuery,
      answers: { 200: { description: 'People, oldest first', schema: People } },
      handle: async ({ query }) => ok(await listPeople(database, { ...query, active: query.active === undefined ? undefined : query.active === 'true' })),
    }),
    route({
      method: 'POST', path: '/people', operation: 'appointPerson', tag: 'Accounts', summary: 'Gives somebody an account; their password is set apart', access: administrators, body: NewPerson,
      example: { name: 'Sanne de Wit', email: 'sanne@example.nl', roles: ['store'], locations: ['utrecht'] },
      answers: { 201: { description: 'The person', schema: Person }, 409: refused('The e-mail address is taken') },
      handle: async ({ body, context }) => {
        const { status, answer } = await appoint(database, context, body);
        return { status, body: answer, headers: { etag: `"${answer.version}"` } };
      },
    }),
    route({
      method: 'GET', path: '/people/{person}', operation: 'getPerson', tag: 'Accounts', summary: 'One person', access: administrators, params: PersonPath,
      answers: { 200: { description: 'The person', schema: Person }, 404: refused('No such person') },
      handle: async ({ params }) => {
        const person = await personById(database, personId(params.person));
        if (!person) throw identityProblems.person_unknown({ detail: `There is no person ${params.person}.`, found: params.person });
        return ok(person, { etag: `"${person.version}"` });
      },
    }),
    route({
      method: 'PUT', path: '/people/{person}', operation: 'changePerson', tag: 'Accounts', summary: 'Changes what a person may do', access: administrators, params: PersonPath, body: PersonRights,
      answers: { 200: { description: 'The person', schema: Person }, 404: refused('No such person'), 412: refused('Changed in the meantime'), 428: refused('If-Match is missing') },
      handle: async ({ params, body, context, ifMatch }) => {
        const { status, answer } = await changePerson(database, context, personId(params.person), ifMatch, body);
        authenticator.forget();
        return { status, body: answer, headers: { etag: `"${answer.version}"` } };
      },
    }),
    route({
      // A kept request would keep a hash of the password under its key; setting the same password twice does no harm.
      method: 'PUT', path: '/people/{person}/password', operation: 'setPassword', tag: 'Accounts', summary: "Sets a person's password and signs them out everywhere", access: administrators, idempotent: false, params: PersonPath, body: NewPassword,
      answers: { 204: { description: 'Done', schema: null }, 404: refused('No such person'), 422: refused('Not a usable password') },
      handle: async ({ params, body }) => {
        await setPassword(database, personId(params.person), body.password, clock.now());
        authenticator.forget();
        return { status: 204, body: undefined };
      },
    }),
    route({
      method: 'DELETE', path: '/people/{person}/pin', operation: 'clearPersonPin', tag: 'Accounts', summary: "Takes a person's PIN away and ends the sessions that began with it", access: administrators, idempotent: false, params: PersonPath,
      answers: { 204: { description: 'There is none any more', schema: null }, 404: refused('No such person') },
      handle: async ({ params }) => {
        const id = personId(params.person);
        if (!await personById(database, id)) throw identityProblems.person_unknown({ detail: `There is no person ${params.person}.`, found: params.person });
        await clearPin(database, id);
        authenticator.forget();
        return { status: 204, body: undefined };
      },
    }),
  ];
}
