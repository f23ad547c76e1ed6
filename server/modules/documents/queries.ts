/** Questions about settings: the versions there are, the one in force, and how that came about. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { pageOf } from './master-data.ts';

export type DocumentState = 'draft' | 'checked' | 'active' | 'retired';
export interface DocumentVersion { kind: string; name: string; version: number; state: DocumentState; body: Record<string, unknown>; createdAt: Instant; createdBy: string; activatedAt: Instant | null; note: string | null }

interface Row { kind: string; name: string; version: number; state: DocumentState; body: Record<string, unknown>; created_at: Instant; created_by: string; activated_at: Instant | null; note: string | null }

const SUMMARY = 'kind, name, version, state, created_at, created_by, activated_at, note';
const summaryOf = ({ kind, name, version, state, created_at, created_by, activated_at, note }: Omit<Row, 'body'>): Omit<DocumentVersion, 'body'> => ({ kind, name, version, state, createdAt: created_at, createdBy: created_by, activatedAt: activated_at, note });
const viewOf = (row: Row): DocumentVersion => ({ ...summaryOf(row), body: row.body });

/** One version; null when there is none. */
export async function readVersion(database: Queryable, kind: string, name: string, version: number): Promise<DocumentVersion | null> {
  const [row] = await database.query<Row>(`select ${SUMMARY}, body from documents.document where kind = $1 and name = $2 and version = $3`, [kind, name, version]);
  return row ? viewOf(row) : null;
}

/** The version in force of one setting; null when none is. */
export async function activeDocument(database: Queryable, kind: string, name: string): Promise<DocumentVersion | null> {
  const [row] = await database.query<Row>(`select ${SUMMARY}, body from documents.document where kind = $1 and name = $2 and state = 'active'`, [kind, name]);
  return row ? viewOf(row) : null;
}

/** All versions in force of a kind, by name. */
export async function activeDocuments(database: Queryable, kind: string): Promise<DocumentVersion[]> {
  return (await database.query<Row>(`select ${SUMMARY}, body from documents.document where kind = $1 and state = 'active' order by name`, [kind])).map(viewOf);
}

/** Versions of one setting, the newest first, without their bodies. */
export async function listVersions(database: Queryable, kind: string, name: string, { after, limit }: { after?: string | undefined; limit: number }): Promise<{ items: Omit<DocumentVersion, 'body'>[]; next: string | null }> {
  const before = after === undefined ? null : Number(after);
  const rows = await database.query<Omit<Row, 'body'>>(`select ${SUMMARY} from documents.document where kind = $1 and name = $2 and ($3::int is null or version < $3) order by version desc limit $4`, [kind, name, Number.isInteger(before) ? before : null, limit + 1]);
  return pageOf(rows, limit, (row) => String(row.version), summaryOf);
}

export interface SettingSummary { kind: string; name: string; active: number | null; latest: number }

/** Every setting with its active and its latest version. */
export async function listSettings(database: Queryable): Promise<SettingSummary[]> {
  return database.query<SettingSummary>(`select kind, name, max(version) filter (where state = 'active') as active, max(version) as latest from documents.document group by kind, name order by kind, name`);
}

/** The number of the latest version of a setting, 0 when there is none. */
export async function latestVersion(database: Queryable, kind: string, name: string): Promise<number> {
  const [row] = await database.query<{ latest: number | null }>('select max(version) as latest from documents.document where kind = $1 and name = $2', [kind, name]);
  return row?.latest ?? 0;
}

export interface Activation { id: Uuid; version: number | null; at: Instant; by: string }

/** Which version was in force from when, the newest first. */
export async function listActivations(database: Queryable, kind: string, name: string, limit = 100): Promise<Activation[]> {
  return database.query<Activation>('select id, version, at, by from documents.activation where kind = $1 and name = $2 order by at desc, id desc limit $3', [kind, name, limit]);
}
