/** Keeps what tests ask and are answered, for the examples of the documentation: only when SPIL_RECORD_EXAMPLES names a folder. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exchange, ServerOptions } from '../../server/kernel/http.ts';

const folder = process.env['SPIL_RECORD_EXAMPLES'];

const record = ({ route, url, body, answer }: Exchange): void => {
  if (answer.status >= 300 || folder === undefined) return;
  const json = route.answers[answer.status]?.contentType === undefined && answer.body !== undefined;
  appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify({ operation: route.operation, address: url, status: answer.status, ...(body === '' ? {} : { body }), ...(json ? { answer: answer.body } : {}) })}\n`);
};

/** Keeps what a stream told, which answers outside of the usual way: its first messages, as they came. */
export function recordStream(operation: string, address: string, text: string): void {
  if (folder !== undefined) appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify({ operation, address, status: 200, answer: text })}\n`);
}

/** How a test's server answers: each answer is checked against what is declared. */
export const checked: Pick<ServerOptions, 'checkAnswers' | 'heard'> = { checkAnswers: true, ...(folder === undefined ? {} : { heard: record }) };
