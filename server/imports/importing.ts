/** Carries out an import: rows are grouped, each group is taken in its own transaction or refused whole, and what was refused is written beside the file. */
import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { Refusal } from '../kernel/problem.ts';
import { linesOf, quoted } from './reading.ts';
import type { Format, Line } from './reading.ts';

type Row = Extract<Line, { row: unknown }>;
export interface Group { rows: Row[] }
export type Outcome = 'taken' | 'there';

/** What is imported: how rows belong together, and what is done with a group. */
export interface Importer {
  /** Rows one after the other with the same key are one group; null: each row is its own. */
  groupOf(row: Record<string, unknown>): string | null;
  /** Rows of a group at most; a longer run is divided. */
  largest: number;
  /** Checks a group and says what is wrong with it, by row; an empty map is none. */
  check(group: Group): Promise<Map<number, string>>;
  /** Takes a checked group, all or nothing. `there`: it was there already. May throw a Refusal, which is the reason. */
  take(group: Group): Promise<Outcome>;
}

export interface Report { rows: number; taken: number; there: number; refused: number; refusedFile: string | null }

export interface ImportOptions {
  file: string; format: Format; dryRun: boolean;
  /** Told of the part of the file that is read, 0 to 1, and the figures so far. */
  progress?: (part: number, report: Report) => void;
}

/** Imports a file. Groups are checked and taken one by one; rows that are good of a group with a bad row are refused with it. */
export async function importFile(importer: Importer, { file, format, dryRun, progress }: ImportOptions): Promise<Report> {
  const report: Report = { rows: 0, taken: 0, there: 0, refused: 0, refusedFile: null };
  const { size } = await stat(file);
  const refusals = new Refusals(file, format);
  let done = 0;
  let pending: Row[] = [];
  let key: string | null = null;

  const close = async (): Promise<void> => {
    if (pending.length === 0) return;
    const group = { rows: pending };
    pending = [];
    const outcome = await work(importer, group, dryRun);
    if (typeof outcome === 'string') report[outcome] += group.rows.length;
    else {
      report.refused += group.rows.length;
      for (const row of group.rows) refusals.add(row, outcome.get(row.line) ?? `not taken, because line ${[...outcome.keys()].join(', ')} of the same group is refused`);
    }
    progress?.(size === 0 ? 1 : done / size, report);
  };

  for await (const line of linesOf(file, format, (bytes) => { done = bytes; })) {
    report.rows += 1;
    if ('fault' in line) {
      report.refused += 1;
      refusals.add(line, line.fault);
      continue;
    }
    const own = importer.groupOf(line.row);
    if (own === null || own !== key || pending.length >= importer.largest) await close();
    key = own;
    pending.push(line);
  }
  await close();
  report.refusedFile = await refusals.close();
  progress?.(1, report);
  return report;
}

async function work(importer: Importer, group: Group, dryRun: boolean): Promise<Outcome | Map<number, string>> {
  const faults = await importer.check(group);
  if (faults.size > 0) return faults;
  if (dryRun) return 'taken';
  try {
    return await importer.take(group);
  } catch (error) {
    if (!(error instanceof Refusal) || error.status >= 500) throw error;
    return new Map(group.rows.map((row) => [row.line, error.message]));
  }
}

/** The refused rows, beside the file: each as it was, with its line and the reason. Made with the first of them; a file of an earlier run is replaced. */
class Refusals {
  #out: WriteStream | null = null;
  readonly path: string;
  readonly #format: Format;
  constructor(file: string, format: Format) {
    this.path = `${file}.refused.${format}`;
    this.#format = format;
  }

  add(line: Line, reason: string): void {
    if (this.#out === null) {
      this.#out = createWriteStream(this.path);
      if (this.#format === 'csv') this.#out.write('line,reason,row\n');
    }
    this.#out.write(this.#format === 'csv' ? `${line.line},${quoted(reason)},${quoted(line.text)}\n` : `${JSON.stringify({ line: line.line, reason, row: 'row' in line ? line.row : line.text })}\n`);
  }

  async close(): Promise<string | null> {
    if (this.#out === null) return null;
    this.#out.end();
    await finished(this.#out);
    return this.path;
  }
}

/** What a schema says of a row, in one sentence. */
export const sentenceOf = (issues: readonly { path: readonly PropertyKey[]; message: string }[]): string => issues.map((issue) => `${issue.path.join('.') || 'row'}: ${issue.message}`).join('; ');
