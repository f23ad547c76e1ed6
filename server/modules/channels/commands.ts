/** What can be done with a channel: put it. It is never removed, since orders name it; it is made inactive. */
import type { Change } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { expectedVersion, keepFormer, putVersioned, raiseEpoch } from '../documents/index.ts';
import type { ChannelBody } from './contract.ts';
import { channelProblems } from './problems.ts';
import { channelByCode } from './queries.ts';
import type { ChannelDetails } from './queries.ts';

/** Names under which people put secrets; what has one is refused with the place where it belongs. */
const SECRET = /secret|passw|token|api[-_]?key|credential|private/i;

function secretIn(value: unknown, path: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    const here = `${path}.${name}`;
    if (SECRET.test(name) && typeof inner === 'string' && inner !== '') return here;
    const deeper = secretIn(inner, here);
    if (deeper !== null) return deeper;
  }
  return null;
}

/** Makes or changes a channel, at the version the editor saw; every process knows within a second. Refuses secrets among its options. */
export const putChannel = (database: Database, context: CommandContext, code: string, ifMatch: string | null, body: ChannelBody): Promise<Outcome<ChannelDetails>> => {
  const leak = secretIn(body.settings.options, 'settings.options');
  if (leak !== null) throw channelProblems.secret({ detail: `${leak} looks like a secret. Keep it in the installation's secrets, and put its name in settings.credentials.`, field: leak });
  const { url } = body.settings;
  if (url !== null && (new URL(url).username !== '' || new URL(url).password !== '')) throw channelProblems.secret({ detail: 'The address contains a user name or password. Keep it in the installation\'s secrets, and put its name in settings.credentials.', field: 'settings.url' });
  return execute(database, context, async (change) => {
    const there = await channelByCode(database, code);
    const expected = expectedVersion(there?.version ?? null, ifMatch, `channel ${code}`);
    if (there && there.kind !== body.kind) throw channelProblems.kind_fixed({ detail: `${there.name} is of kind ${there.kind}, and its orders were read as such. Make the ${body.kind} a channel of its own.`, found: body.kind, expected: there.kind, field: 'kind' });
    writeChannel(change, code, body, expected, context.now);
    if (there) keepFormer(change, 'channel', code, there, { facts: factsOf(there), next: factsOf(body) }, context.now);
    return { status: there ? 200 : 201, answer: { code, ...body, version: (expected ?? 0) + 1, updatedAt: context.now } };
  });
};

/** What rules of selling read of a channel. */
const factsOf = ({ name, kind, language, active }: ChannelBody) => ({ name, kind, language, active });

/** Writes a channel's row with the change, and lets every process read its master data again. */
export function writeChannel(change: Change, code: string, { priceList, ...body }: ChannelBody, expected: number | null, now: string): void {
  putVersioned(change, { table: 'channels.channel', key: 'code' }, { code, ...body, price_list: priceList }, expected, now);
  raiseEpoch(change);
}
