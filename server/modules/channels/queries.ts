/** Questions about channels: which there are, with their settings. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { pageOf } from '../documents/index.ts';
import { ChannelSettingsBody } from './contract.ts';
import type { ChannelBody } from './contract.ts';

export type ChannelDetails = ChannelBody & { code: string; version: number; updatedAt: Instant };
interface ChannelRow { code: string; name: string; kind: string; settings: unknown; price_list: string; language: string; active: boolean; version: number; updated_at: Instant }

const COLUMNS = 'code, name, kind, settings, price_list, language, active, version, updated_at';
/** Settings written by an older version get the defaults of what was added since. */
const viewOf = (row: ChannelRow): ChannelDetails => ({ code: row.code, name: row.name, kind: row.kind, settings: ChannelSettingsBody.parse(row.settings), priceList: row.price_list, language: row.language, active: row.active, version: row.version, updatedAt: row.updated_at });

/** Channels in the order of their codes. */
export async function listChannels(database: Queryable, { after, limit }: { after?: string | undefined; limit: number }): Promise<{ items: ChannelDetails[]; next: string | null }> {
  return pageOf(await database.query<ChannelRow>(`select ${COLUMNS} from channels.channel where $1::text is null or code > $1 order by code limit $2`, [after ?? null, limit + 1]), limit, (row) => row.code, viewOf);
}

export async function channelByCode(database: Queryable, code: string): Promise<ChannelDetails | null> {
  const [row] = await database.query<ChannelRow>(`select ${COLUMNS} from channels.channel where code = $1`, [code]);
  return row ? viewOf(row) : null;
}
