/** What can be done with settings: draft, check, activate, go back, and take out of force. */
import { isDeepStrictEqual } from 'node:util';
import { table } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import { kernelProblems } from '../../kernel/problem.ts';
import { kindOf } from './kinds.ts';
import type { DocumentKind, DocumentProblem } from './kinds.ts';
import { raiseEpoch, sendAfter } from './master-data.ts';
import { documentProblems } from './problems.ts';
import { activeDocument, latestVersion, listActivations, readVersion } from './queries.ts';
import type { DocumentVersion } from './queries.ts';

const DOCUMENT = table('documents.document', 'kind', 'name', 'version');
const ACTIVATION = table('documents.activation', 'id');

/** Activations looked through for the one to go back to. */
const REMEMBERED_ACTIVATIONS = 50;

export interface DocumentDeps { database: Database; kinds: ReadonlyMap<string, DocumentKind> }

type Summary = Omit<DocumentVersion, 'body'>;
const summaryOf = ({ body: _body, ...summary }: DocumentVersion): Summary => summary;

/** Whether an account may write and activate settings of a kind. */
export const maySettle = ({ editors }: Pick<DocumentKind, 'editors'>, actor: Actor): boolean => actor.kind === 'system' || actor.roles.includes('administrator') || editors.some((role) => actor.roles.includes(role));

function mayEdit(kind: DocumentKind, actor: Actor): void {
  if (maySettle(kind, actor)) return;
  throw kernelProblems.forbidden({ detail: `Settings of kind ${kind.kind} are for ${['administrator', ...kind.editors].join(', ')}; "${actor.name}" has ${actor.roles.join(', ') || 'no role'}.`, found: actor.roles, expected: kind.editors });
}

async function versionOf({ database }: DocumentDeps, kind: string, name: string, version: number): Promise<DocumentVersion> {
  const found = await readVersion(database, kind, name, version);
  if (found) return found;
  const latest = await latestVersion(database, kind, name);
  if (latest === 0) throw documentProblems.unknown({ detail: `There is no ${kind} "${name}".`, found: name });
  throw documentProblems.version_unknown({ detail: `${kind} "${name}" has versions 1 to ${latest}, not ${version}.`, found: version, expected: latest });
}

/** Writes the next version as a draft; what it says is checked later, so that half of the work can be saved. */
export const draft = (deps: DocumentDeps, context: CommandContext, kind: string, name: string, body: Record<string, unknown>, note: string | null): Promise<Outcome<DocumentVersion>> => {
  mayEdit(kindOf(deps.kinds, kind), context.actor);
  return execute(deps.database, context, async (change) => {
    const version = await latestVersion(deps.database, kind, name) + 1;
    change.insert(DOCUMENT, { kind, name, version, state: 'draft', body, created_at: context.now, created_by: context.actor.name, note });
    return { status: 201, answer: { kind, name, version, state: 'draft' as const, body, createdAt: context.now, createdBy: context.actor.name, activatedAt: null, note } };
  });
};

export interface CheckAnswer { ok: boolean; problems: DocumentProblem[]; setting: Summary }

/** Checks a version; a draft without problems becomes checked. Problems are the answer, not a refusal. */
export const check = (deps: DocumentDeps, context: CommandContext, kind: string, name: string, version: number): Promise<Outcome<CheckAnswer>> => {
  const checker = kindOf(deps.kinds, kind);
  mayEdit(checker, context.actor);
  return execute(deps.database, context, async (change) => {
    const found = await versionOf(deps, kind, name, version);
    const problems = checker.check(found.body, { name, version });
    const passes = problems.length === 0 && found.state === 'draft';
    if (passes) change.patch(DOCUMENT, { kind, name, version, state: 'checked' });
    return { status: 200, answer: { ok: problems.length === 0, problems, setting: { ...summaryOf(found), state: passes ? 'checked' as const : found.state } } };
  });
};

/**
 * Brings a version into force everywhere within a second: it is checked by the code of today, the one before retires, and the epoch rises,
 * all in one transaction. Refuses a version with problems.
 */
export const activate = (deps: DocumentDeps, context: CommandContext, kind: string, name: string, version: number): Promise<Outcome<Summary>> => {
  const checker = kindOf(deps.kinds, kind);
  mayEdit(checker, context.actor);
  return execute(deps.database, context, async (change) => ({ status: 200, answer: bringIntoForce(change, checker, await versionOf(deps, kind, name, version), context) }));
};

/** One click back: the version that was in force before the present one is brought into force again. */
export const goBack = (deps: DocumentDeps, context: CommandContext, kind: string, name: string): Promise<Outcome<Summary>> => {
  const checker = kindOf(deps.kinds, kind);
  mayEdit(checker, context.actor);
  return execute(deps.database, context, async (change) => {
    const present = await activeDocument(deps.database, kind, name);
    const log = await listActivations(deps.database, kind, name, REMEMBERED_ACTIVATIONS);
    const before = log.find((one) => one.version !== null && one.version !== present?.version && (present === null || one.version < present.version)) ?? log.find((one) => one.version !== null && one.version !== present?.version);
    if (!before || before.version === null) throw documentProblems.nothing_before({ detail: `No other version of ${kind} "${name}" was ever in force.` });
    return { status: 200, answer: bringIntoForce(change, checker, await versionOf(deps, kind, name, before.version), context) };
  });
};

/** Takes a setting out of force without another in its place; what the program does without it is said by its kind. */
export const retire = (deps: DocumentDeps, context: CommandContext, kind: string, name: string): Promise<Outcome<Summary>> => {
  mayEdit(kindOf(deps.kinds, kind), context.actor);
  return execute(deps.database, context, async (change) => {
    const present = await activeDocument(deps.database, kind, name);
    if (!present) throw documentProblems.not_active({ detail: `No version of ${kind} "${name}" is active.` });
    change.patch(DOCUMENT, { kind, name, version: present.version, state: 'retired' });
    change.insert(ACTIVATION, { id: newId(), kind, name, version: null, at: context.now, by: context.actor.name });
    raiseEpoch(change);
    return { status: 200, answer: { ...summaryOf(present), state: 'retired' as const } };
  });
};

function bringIntoForce(change: Change, checker: DocumentKind, found: DocumentVersion, context: CommandContext): Summary {
  const { kind, name, version } = found;
  if (found.state === 'active') return summaryOf(found);
  const problems = checker.check(found.body, { name, version });
  if (problems.length > 0) throw documentProblems.refused({ detail: `Version ${version} of ${kind} "${name}" has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}: ${problems[0]?.path ? `${problems[0].path}: ` : ''}${problems[0]?.message ?? ''} Write a new version without ${problems.length === 1 ? 'it' : 'them'}.`, errors: problems.map(({ path, message }) => ({ field: path, detail: message })) });
  putActive(change, kind, name, version, context);
  return { ...summaryOf(found), state: 'active', activatedAt: context.now };
}

/** Two statements in this order: while the old one is active the unique index would refuse the new one. */
function putActive(change: Change, kind: string, name: string, version: number, context: Pick<CommandContext, 'now' | 'actor'>): void {
  sendAfter(change, `retire ${kind} ${name}`, { text: `update documents.document set state = 'retired' where kind = $1 and name = $2 and state = 'active' and version <> $3`, values: [kind, name, version] });
  sendAfter(change, `activate ${kind} ${name}`, {
    text: `with done as (update documents.document set state = 'active', activated_at = $4 where kind = $1 and name = $2 and version = $3 returning 1) select kernel.expect(1, (select count(*) from done), 'documents.document')`,
    values: [kind, name, version, context.now],
  });
  change.insert(ACTIVATION, { id: newId(), kind, name, version, at: context.now, by: context.actor.name });
  raiseEpoch(change);
}

/** Writes a first version and brings it into force, for seeds and imports; a setting that is there already is left alone. */
export async function installDocument(database: Database, context: CommandContext, kind: string, name: string, body: Record<string, unknown>, note: string): Promise<boolean> {
  return (await execute(database, { ...context, key: null }, async (change) => {
    if (await latestVersion(database, kind, name) > 0) return { status: 200, answer: false };
    change.insert(DOCUMENT, { kind, name, version: 1, state: 'checked', body, created_at: context.now, created_by: context.actor.name, note });
    putActive(change, kind, name, 1, context);
    return { status: 201, answer: true };
  })).answer;
}

/** Writes a further version and brings it into force, when it says something else than the one in force; for what a start finds out, such as where a simulator listens. */
export async function reviseDocument(database: Database, context: CommandContext, kind: string, name: string, body: Record<string, unknown>, note: string): Promise<void> {
  await execute(database, { ...context, key: null }, async (change) => {
    const present = await activeDocument(database, kind, name);
    if (present !== null && isDeepStrictEqual(present.body, body)) return { status: 200, answer: null };
    const version = (await latestVersion(database, kind, name)) + 1;
    change.insert(DOCUMENT, { kind, name, version, state: 'checked', body, created_at: context.now, created_by: context.actor.name, note });
    putActive(change, kind, name, version, context);
    return { status: 201, answer: null };
  });
}
