/** The commands in the guides work: each `curl` of the integrators' and the till builders' is sent, as it stands there, to a server with the demo's data. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keySecretOf } from '../database/seed/accounts.ts';
import { DEMO_SECRET, startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

const GUIDES = ['integrators.md', 'till-builders.md'];

interface Command { guide: string; line: string; method: string; address: string; headers: Record<string, string>; body: string | null }

/** The words of a command line as a shell makes them: quotes are taken off, values of variables put in except between single quotes. */
function wordsOf(line: string, values: Readonly<Record<string, string>>): string[] {
  const words: string[] = [];
  const pattern = /\s*((?:'[^']*'|"(?:[^"\\]|\\.)*"|[^\s'"])+)/gy;
  const valued = (text: string): string => text.replaceAll(/\$(\w+)/g, (_all, name: string) => values[name] ?? '');
  for (let match = pattern.exec(line); match !== null; match = pattern.exec(line)) {
    words.push((match[1] ?? '').replaceAll(/'([^']*)'|"((?:[^"\\]|\\.)*)"|([^'"]+)/g, (_all, single: string | undefined, double: string | undefined, bare: string | undefined) => single ?? valued(double ?? bare ?? '')));
  }
  return words;
}

function commandsOf(guide: string, values: Readonly<Record<string, string>>): Command[] {
  const text = readFileSync(join(import.meta.dirname, '..', 'docs', guide), 'utf8');
  return [...text.matchAll(/```(?:sh|bash)\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split(/^(?=curl )/m)).filter((one) => one.startsWith('curl ')).map((one) => {
    const [, ...words] = wordsOf(one, values);
    const command: Command = { guide, line: one.split('\n')[0] ?? '', method: '', address: '', headers: {}, body: null };
    for (let index = 0; index < words.length; index += 1) {
      const word = words[index] ?? '';
      if (word === '-X') command.method = words[index += 1] ?? '';
      else if (word === '-d') command.body = words[index += 1] ?? '';
      else if (word === '-H') {
        const [name = '', value = ''] = (words[index += 1] ?? '').split(/: (.*)/s);
        command.headers[name] = value;
      } else if (!word.startsWith('-')) command.address = word;
    }
    return { ...command, method: command.method === '' ? (command.body === null ? 'GET' : 'POST') : command.method };
  });
}

let world: World;
let commands: Command[];
beforeAll(async () => {
  world = await startWorld({ company: 'demo', start: '2026-03-03T11:00:00.000Z' });
  const key = (name: string): string => keySecretOf(DEMO_SECRET, `demo ${name}`);
  commands = GUIDES.flatMap((guide) => commandsOf(guide, { SPIL: world.url, KEY: key('api'), ADMIN_KEY: key('administrator'), ERP_KEY: key('erp'), TILL_KEY: key('till') }));
}, 60_000);
afterAll(() => world.close());

describe('the commands', () => {
  it('are there', () => expect(commands.length).toBeGreaterThan(7));

  it('work on the demo, each as it stands in its guide', async () => {
    const answered: string[] = [];
    for (const { guide, line, method, address, headers, body } of commands) {
      // What waits for something to happen is answered at once here, since something has.
      const answer = await fetch(address.replace('&wait=20', ''), { method, headers, ...(body === null ? {} : { body }) });
      if (answer.status >= 300) answered.push(`${guide}: ${line.trim()} … ${answer.status} ${await answer.text()}`);
    }
    expect(answered).toEqual([]);
  });

  it('leave the books whole, and what they placed reserved', async () => {
    await world.right();
    const [row] = await world.spil.database.query<{ orders: number }>(`select count(*)::int as orders from orders.order`);
    expect(row?.orders).toBe(3);
  });
});
