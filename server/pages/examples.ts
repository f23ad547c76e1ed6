/** The examples of the documentation: requests of the tests as they were sent and answered, kept in contract/examples.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Example } from './openapi.ts';

export const EXAMPLES = join(import.meta.dirname, '..', '..', 'contract', 'examples.json');

/** By operation; none where the file is not there, as in a copy of the server alone. */
export function keptExamples(): Record<string, Example> {
  try {
    return JSON.parse(readFileSync(EXAMPLES, 'utf8')) as Record<string, Example>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
