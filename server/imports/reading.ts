/** Reads a CSV or NDJSON file as rows with their line numbers, one at a time, so that a file of any size needs no more memory than its largest order. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';

export type Format = 'csv' | 'ndjson';
/** One row, or why the line is none. Values of CSV are text; empty cells are absent. */
export type Line = { line: number; row: Record<string, unknown>; text: string } | { line: number; fault: string; text: string };

export const formatOf = (file: string): Format | null => (/\.csv$/i.test(file) ? 'csv' : /\.(ndjson|jsonl)$/i.test(file) ? 'ndjson' : null);

/** Streams the rows. `read` is told how many bytes of the file have been read, for the progress bar. */
export async function* linesOf(file: string, format: Format, read: (bytes: number) => void = () => undefined): AsyncGenerator<Line> {
  const delimiter = format === 'csv' ? await delimiterOf(file) : '';
  const stream = createReadStream(file, { highWaterMark: 64 * 1024 });
  let bytes = 0;
  stream.on('data', (chunk) => {
    bytes += chunk.length;
    read(bytes);
  });
  try {
    if (format === 'ndjson') yield* ndjson(stream);
    else yield* csv(stream, delimiter);
  } finally {
    stream.destroy();
  }
}

async function* ndjson(stream: NodeJS.ReadableStream): AsyncGenerator<Line> {
  let line = 0;
  for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(line === 1 ? text.replace(/^\uFEFF/, '') : text);
    } catch (error) {
      yield { line, fault: `not JSON: ${error instanceof Error ? error.message : 'unreadable'}`, text };
      continue;
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) yield { line, row: value as Record<string, unknown>, text };
    else yield { line, fault: 'not a JSON object', text };
  }
}

/** Semicolons and tabs are as good as commas: the heading tells which the file has (with semicolons, 59,95 is one cell). */
async function delimiterOf(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
    const [heading = ''] = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/, 1);
    return [',', ';', '\t'].map((delimiter) => ({ delimiter, cells: heading.split(delimiter).length })).reduce((best, one) => (one.cells > best.cells ? one : best)).delimiter;
  } finally {
    await handle.close();
  }
}

async function* csv(stream: NodeJS.ReadableStream, delimiter: string): AsyncGenerator<Line> {
  const parser = stream.pipe(parse({ bom: true, delimiter, columns: false, info: true, relax_column_count: true, skip_empty_lines: true, trim: true, max_record_size: 1024 * 1024 }));
  stream.on('error', (error) => parser.destroy(error));
  let heading: string[] | null = null;
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    if (heading === null) {
      heading = record.map((name) => name.toLowerCase());
      continue;
    }
    const text = record.map(quoted).join(',');
    if (record.length !== heading.length) {
      yield { line: info.lines, fault: `has ${record.length} cells, the heading ${heading.length}`, text };
      continue;
    }
    yield { line: info.lines, row: Object.fromEntries(heading.map((name, index) => [name, record[index]] as const).filter(([, value]) => value !== '')), text };
  }
}

/** A cell as CSV writes it (RFC 4180). A leading sign that a spreadsheet would take for a formula stays as it is: the cell is data that came in. */
export const quoted = (cell: string): string => (/[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
