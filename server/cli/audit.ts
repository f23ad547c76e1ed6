/** `spil audit`: proves on the live database that the books are whole, or names each row that does not add up. */
import { parseArgs } from 'node:util';
import { auditScope } from '../app.ts';
import { command } from '../kernel/cli.ts';
import { openDatabase as connect } from '../kernel/database.ts';
import { openDatabase } from '../kernel/embedded.ts';
import { audit } from '../modules/books/audit.ts';
import type { AuditReport } from '../modules/books/audit.ts';

export const summary = 'Checks that journal, units, stock, money and every list agree, on the live database (--json for programs).';

/** What a report says to a person: what was looked at, each fault as a sentence, and the known states that are still open. */
export function sentencesOf({ streams, events, rows, skus, faults, more, open }: AuditReport): string[] {
  const shown = faults.slice(0, 200);
  const states: [number, string][] = [
    [open.brokenReservations, 'reservations lost their goods to a fact and wait to be planned again'],
    [open.pendingCaptures, 'payments have a capture under way'],
    [open.pendingRefunds, 'payments have a refund under way'],
    [open.failed, 'finished orders had a capture or refund refused by the operator'],
    [open.owed, 'finished orders are still owed money'],
    [open.openings, 'orders were under way before Spil knew them and keep the money they came with'],
  ];
  return [
    `Looked at ${streams} streams with ${events} events, ${rows} rows of the books and the lists, and ${skus} SKUs.`,
    ...states.filter(([count]) => count > 0).map(([count, what]) => `Known: ${count} ${what}.`),
    ...shown.map((fault) => `✗ ${fault.sentence}`),
    ...(faults.length > shown.length || more ? [`… ${more ? 'more than ' : ''}${faults.length} in all; --json lists them.`] : []),
    faults.length === 0 ? 'The books are whole.' : `${faults.length}${more ? ' or more' : ''} ${faults.length === 1 ? 'row does' : 'rows do'} not add up.`,
  ];
}

export async function run(parameters: string[]): Promise<number> {
  const { values } = parseArgs({ args: parameters, options: { json: { type: 'boolean', default: false } } });
  const home = await openDatabase(process.env, console.error);
  const database = connect({ url: home.url, max: 2, applicationName: 'spil audit' });
  try {
    const report = await audit(database, auditScope());
    console.log(values.json ? JSON.stringify(report) : sentencesOf(report).join('\n'));
    return report.faults.length === 0 ? 0 : 1;
  } finally {
    await database.close();
    await home.close();
  }
}

await command(import.meta, run);
