/** The addresses of settings: what there is, a version's text, and draft → checked → active → back. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Role, Route } from '../../kernel/http.ts';
import { activate, check, draft, goBack, maySettle, retire } from './commands.ts';
import type { DocumentDeps } from './commands.ts';
import { Activations, Checked, ExpressionWords, KindPath, Kinds, NewVersion, SettingPath, Trial, Tried, Version, VersionPath, Versions, VersionSummary } from './contract.ts';
import { kindOf } from './kinds.ts';
import { documentProblems } from './problems.ts';
import { listActivations, listSettings, listVersions, readVersion } from './queries.ts';

const readers: readonly Role[] = ['operations', 'service', 'finance', 'store', 'viewer'];
/** Whoever the kind names as its editors: checked by the command, since it differs per kind. */
const editors: readonly Role[] = ['operations', 'service', 'finance'];
const refused = (description: string) => ({ description, schema: Problem, contentType: 'application/problem+json' });
const Page = z.object({ after: z.string().max(20).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
const tag = 'Settings';

/** All routes of the documents room. */
export const documentRoutes = (deps: DocumentDeps): Route[] => [...settingRoutes(deps), ...writingRoutes(deps)];

function settingRoutes(deps: DocumentDeps): Route[] {
  const { database, kinds } = deps;
  return [
    route({
      method: 'GET', path: '/settings', operation: 'listSettings', tag, summary: 'Every kind of setting, with the settings there are', access: readers,
      answers: { 200: { description: 'The kinds', schema: Kinds } },
      handle: async ({ actor }) => {
        const settings = await listSettings(database);
        return ok({ items: [...kinds.values()].map(({ kind, title, schema, editors: of }) => ({ kind, title, schema: schema ?? null, canWrite: maySettle({ editors: of }, actor), settings: settings.filter((one) => one.kind === kind) })) });
      },
    }),
    route({
      method: 'GET', path: '/settings/{kind}/{name}/versions', operation: 'listSettingVersions', tag, summary: 'Versions of a setting, the newest first', access: readers, params: SettingPath, query: Page,
      answers: { 200: { description: 'The versions, without their text', schema: Versions }, 404: refused('No such setting') },
      handle: async ({ params, query }) => {
        kindOf(kinds, params.kind);
        const page = await listVersions(database, params.kind, params.name, query);
        if (page.items.length === 0 && query.after === undefined) throw documentProblems.unknown({ detail: `There is no ${params.kind} "${params.name}".`, found: params.name });
        return ok(page);
      },
    }),
    route({
      method: 'GET', path: '/settings/{kind}/{name}/versions/{version}', operation: 'getSettingVersion', tag, summary: 'One version of a setting with its text', access: readers, params: VersionPath,
      answers: { 200: { description: 'The version', schema: Version }, 404: refused('No such version') },
      handle: async ({ params }) => {
        kindOf(kinds, params.kind);
        const version = await readVersion(database, params.kind, params.name, params.version);
        if (!version) throw documentProblems.version_unknown({ detail: `There is no version ${params.version} of ${params.kind} "${params.name}".`, found: params.version });
        return ok(version);
      },
    }),
    route({
      method: 'GET', path: '/settings/{kind}/{name}/activations', operation: 'listSettingActivations', tag, summary: 'Which version was in force from when, and by whom', access: readers, params: SettingPath,
      answers: { 200: { description: 'The last 100, the newest first', schema: Activations }, 404: refused('No such kind') },
      handle: async ({ params }) => {
        kindOf(kinds, params.kind);
        return ok({ items: (await listActivations(database, params.kind, params.name)).map(({ version, at, by }) => ({ version, at, by })), next: null });
      },
    }),
    route({
      method: 'POST', path: '/settings/{kind}/{name}/versions', operation: 'draftSetting', tag, summary: 'Writes the next version as a draft', access: editors, params: SettingPath, body: NewVersion,
      answers: { 201: { description: 'The draft', schema: Version }, 403: refused('Another team edits this kind'), 404: refused('No such kind') },
      handle: async ({ params, body, context }) => {
        const { status, answer } = await draft(deps, context, params.kind, params.name, body.body, body.note);
        return { status, body: answer };
      },
    }),
    route({
      method: 'POST', path: '/settings/{kind}/{name}/versions/{version}/check', operation: 'checkSetting', tag, summary: 'Checks a version: every problem, with its place', access: editors, params: VersionPath,
      answers: { 200: { description: 'What is wrong, if anything', schema: Checked }, 404: refused('No such version') },
      handle: async ({ params, context }) => ok((await check(deps, context, params.kind, params.name, params.version)).answer),
    }),
    route({
      method: 'POST', path: '/settings/{kind}/{name}/versions/{version}/activate', operation: 'activateSetting', tag, summary: 'Brings a version into force everywhere within a second', access: editors, params: VersionPath,
      answers: { 200: { description: 'The version, active', schema: VersionSummary }, 404: refused('No such version'), 422: refused('It has problems') },
      handle: async ({ params, context }) => ok((await activate(deps, context, params.kind, params.name, params.version)).answer),
    }),
    route({
      method: 'POST', path: '/settings/{kind}/{name}/back', operation: 'goBackSetting', tag, summary: 'Brings the version before the present one into force again', access: editors, params: SettingPath,
      answers: { 200: { description: 'The version, active again', schema: VersionSummary }, 409: refused('There was none before') },
      handle: async ({ params, context }) => ok((await goBack(deps, context, params.kind, params.name)).answer),
    }),
    route({
      method: 'POST', path: '/settings/{kind}/{name}/retire', operation: 'retireSetting', tag, summary: 'Takes a setting out of force', access: editors, params: SettingPath,
      answers: { 200: { description: 'The version that was active', schema: VersionSummary }, 409: refused('None is active') },
      handle: async ({ params, context }) => ok((await retire(deps, context, params.kind, params.name)).answer),
    }),
  ];
}

/** What an editor asks while somebody writes: nothing of it is kept. */
function writingRoutes({ kinds }: DocumentDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/settings/{kind}/words', operation: 'getExpressionWords', tag, summary: 'The words that expressions of a kind of setting may use, for an editor that completes and explains', access: readers, params: KindPath,
      answers: { 200: { description: 'Per place where an expression is written', schema: ExpressionWords }, 404: refused('No such kind') },
      handle: async ({ params }) => ok({
        places: (kindOf(kinds, params.kind).expressions ?? []).map(({ path, result, vocabulary: { variables, types, functions } }) => ({
          path, result,
          variables: Object.entries(variables).map(([name, { type, description }]) => ({ name, type, description })),
          types: Object.entries(types).map(([name, fields]) => ({ name, fields: Object.entries(fields).map(([field, { type, description }]) => ({ name: field, type, description })) })),
          functions: Object.entries(functions).map(([name, { parameters, result: gives, description }]) => ({ name, parameters: [...parameters], result: gives, description })),
        })),
      }),
    }),
    route({
      method: 'POST', path: '/settings/{kind}/try', operation: 'trySetting', tag, summary: 'Checks a text that is being written: every problem, with its place; nothing is kept', access: readers, idempotent: false, params: KindPath, body: Trial,
      answers: { 200: { description: 'What is wrong, if anything', schema: Tried }, 404: refused('No such kind') },
      handle: async ({ params, body }) => {
        const problems = kindOf(kinds, params.kind).check(body.body, { name: body.name, version: 1 });
        return ok({ ok: problems.length === 0, problems });
      },
    }),
  ];
}
