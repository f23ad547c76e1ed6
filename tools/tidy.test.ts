/** The style guide as a test that only tightens: the project breaks no rule beyond the listed exceptions, and each rule finds what it is for. */
import { describe, expect, it } from 'vitest';
import { printed, examine, readSettings, sentenceOf, settle, tightened, tooLong } from './tidy.ts';
import type { Exception } from './tidy.ts';
import { rings } from './tidy/rings.ts';
import { FLOORS, REASONS, refusalOf, wrongImports } from './tidy/floors.ts';
import { sourceOf } from './tidy/source.ts';
import type { Finding } from './tidy/source.ts';
import { foreignWrites } from './tidy/tables.ts';
import { bannedWords, machinePaths, opening } from './tidy/words.ts';

describe('the project', () => {
  it('breaks no rule, and no exception is wider than what it excuses', async () => {
    const settings = readSettings();
    const { broken, loose } = settle(await examine(settings), settings.exceptions);
    expect(broken.map(sentenceOf)).toEqual([]);
    expect(loose.map(({ exception }) => `${exception.path} needs its exception (${exception.rule}, ${exception.subject}) no more, or less of it: node tools/run.mjs tools/tidy.ts --tighten`)).toEqual([]);
  // It reads every file twice, once to look for dead ones: ten seconds on a quiet machine, and six times that on a busy one.
  }, 240_000);

  it('gives a reason for every exception, and none twice', () => {
    const { exceptions } = readSettings();
    expect(exceptions.filter(({ reason }) => !/^[A-Z].{20,}\.$/.test(reason))).toEqual([]);
    const keys = exceptions.map(({ rule, path, subject }) => `${rule} ${path} ${subject}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('floors', () => {
  const room = (name: string, file = 'commands.ts'): string => `server/modules/${name}/${file}`;

  it.each([
    ['a room below, through its door', room('orders'), room('books', 'index.ts'), false, null],
    ['the kernel', room('orders'), 'server/kernel/money.ts', false, null],
    ['its own files', room('orders'), room('orders', 'rules.ts'), false, null],
    ['the types of a port, on any floor', room('books'), room('returns', 'ports.ts'), true, null],
    ['a port as a value', room('orders'), room('payments', 'ports.ts'), false, REASONS.door],
    ['a room below, around its door', room('orders'), room('books', 'journal.ts'), true, REASONS.door],
    ['a room above', room('books'), room('orders', 'index.ts'), false, REASONS.up],
    ['a room beside it', room('feed'), room('intake', 'index.ts'), false, REASONS.sideways],
    ['a connector', room('orders'), 'server/connectors/mollie/index.ts', false, REASONS.roof],
    ['the composition', room('orders'), 'server/app.ts', true, REASONS.roof],
    ['from a room without a floor', room('cellar'), 'server/kernel/money.ts', false, REASONS.room],
    ['from the kernel to a room', 'server/kernel/http.ts', room('books', 'index.ts'), true, REASONS.kernel],
    ['from a connector to a port', 'server/connectors/mollie/index.ts', room('payments', 'ports.ts'), true, null],
    ['from a connector to the snapshot', 'server/connectors/shopify/map.ts', room('channels', 'snapshot.ts'), false, null],
    ['from a connector to a room', 'server/connectors/mollie/index.ts', room('orders', 'index.ts'), false, REASONS.connector],
    ['from a connector to another', 'server/connectors/mollie/index.ts', 'server/connectors/postnl/index.ts', false, REASONS.neighbour],
    ['from a connector to the kit', 'server/connectors/mollie/simulator.ts', 'server/connectors/simulation/kit.ts', false, null],
    ['from the demo\'s world to a simulator', 'server/simulation/world.ts', 'server/connectors/mollie/simulator.ts', false, null],
    ['from the demo\'s world to a room', 'server/simulation/staff.ts', room('orders', 'index.ts'), true, REASONS.world],
    ['from the demo\'s world to the shape of an order', 'server/simulation/baskets.ts', room('channels', 'snapshot.ts'), true, null],
    ['from the demo\'s world to the composition', 'server/simulation/staff.ts', 'server/spil.ts', true, REASONS.world],
    ['from the composition to anything', 'server/app.ts', room('returns', 'rules.ts'), false, null],
  ])('%s', (_name, from, to, typeOnly, reason) => expect(refusalOf(from, to, typeOnly)).toBe(reason));

  it('sees every way to import, and leaves tests alone', () => {
    const text = `import type { A } from '../returns/index.ts';\nexport * from '../returns/index.ts';\nexport const b = await import('../returns/index.ts');\nexport type C = import('../returns/index.ts').C;`;
    expect(wrongImports(sourceOf(room('orders'), text)).map(({ line }) => line)).toEqual([1, 2, 3, 4]);
    expect(wrongImports(sourceOf(room('orders', 'orders.test.ts'), text))).toEqual([]);
  });

  it('names no room twice', () => expect(new Set(FLOORS.flat()).size).toBe(FLOORS.flat().length));
});

describe('rings', () => {
  const house = (imports: Record<string, string[]>): string[][] => rings(Object.entries(imports).map(([path, files]) => ({ path, imports: files.map((file) => ({ file, specifier: file, typeOnly: true, lazy: false, line: 1 })) }))).map(({ path, subject }) => [path, ...subject.split(' ')]);

  it('are found however long, each once, wherever one begins to look', () => {
    expect(house({ a: ['b'], b: ['c', 'd'], c: ['a'], d: [] })).toEqual([['a', 'b', 'c']]);
    expect(house({ d: ['b'], b: ['c'], c: ['a'], a: ['b', 'd'], e: ['f', 'a'], f: ['e'] })).toEqual([['a', 'b', 'c', 'd'], ['e', 'f']]);
  });

  it('are none where several go to the same file, or to one that is not ours', () => expect(house({ a: ['b', 'c'], b: ['d', 'x'], c: ['d'], d: [] })).toEqual([]));

  it('do not close through a page that its route loads when it is needed', () => {
    const routes = sourceOf('web/store/routes.ts', `export const page = () => import('./Page.ts');`);
    expect(rings([routes, sourceOf('web/store/Page.ts', `import { page } from './routes.ts';\nvoid page;`)])).toEqual([]);
  });
});

describe('words', () => {
  const words = (path: string, text: string): string[] => bannedWords(sourceOf(path, text)).map(({ subject }) => subject);

  it('finds what is unfinished or switched off in comments, not in texts', () => {
    expect(words('server/a.ts', `// ${'TO'}${'DO'} later\n/* @ts${'-ignore'} */\nexport const todo = 'a ${'TO'}${'DO'} list';`)).toEqual([`${'TO'}${'DO'}`, 'silenced']);
  });

  it('finds any as a type, not as a word', () => {
    expect(words('server/a.ts', `// any\nexport const any = 'any';\nexport const f = (a: any): unknown[] => [a as any];`)).toEqual(['any', 'any']);
  });

  it('lets only the kernel, simulators and tests ask the machine', () => {
    const text = 'export const a = [Date.now(), new Date(), Math.random(), new Date(0), Math.max(1)];';
    expect(words('server/modules/orders/rules.ts', text)).toEqual(['Date.now()', 'new Date()', 'Math.random()']);
    for (const path of ['server/kernel/clock.ts', 'server/connectors/mollie/simulator/ledger.ts', 'tests/a.test.ts']) expect(words(path, text)).toEqual([]);
  });

  it('finds a sleep in a test, not a bound on waiting', () => {
    expect(words('tests/a.test.ts', 'await new Promise((done) => setTimeout(done, 50));')).toEqual(['sleep']);
    expect(words('tests/a.test.ts', 'const t = setTimeout(() => abort.abort(), 50); await new Promise((done, failed) => setTimeout(() => failed(new Error()), 9));')).toEqual([]);
  });
});

describe('the opening', () => {
  const opens = (text: string): boolean => opening(sourceOf('server/a.ts', text)).length === 0;
  it.each([
    [true, '/** What it is for. */\nexport const a = 1;'],
    [true, '#!/usr/bin/env node\n/** What it is for. */\nexport const a = 1;'],
    [false, 'export const a = 1;\n/** What it is for. */'],
    [false, '// What it is for.\nexport const a = 1;'],
    [false, '/** unfinished */\nexport const a = 1;'],
  ])('%s: %j', (expected, text) => expect(opens(text)).toBe(expected));
});

describe('tables', () => {
  const writes = (path: string, text: string): string[] => foreignWrites(sourceOf(path, text)).map(({ subject }) => subject);
  it('finds a write to the tables of another room, in SQL and as a table of a Change', () => {
    const text = "const A = table('orders.note', 'id');\nconst B = table('returns.return', 'id');\nawait q(`update books.payment p set captured = ${n}`);\nawait q('INSERT INTO shipping.label (a) values (1)');\nawait q('delete from orders.note; merge into kernel.timer t');";
    expect(writes('server/modules/orders/commands.ts', text)).toEqual(['returns.return', 'books.payment', 'shipping.label', 'kernel.timer']);
  });
  it('lets everybody read, and a lock is no write', () => {
    expect(writes('server/modules/orders/queries.ts', "await q('select 1 from books.event e for no key update of e'); await q('insert into orders.note (a) values (1) on conflict do update set a = 2');")).toEqual([]);
  });
});

describe('length', () => {
  it('counts the lines of a function without those of the named functions in it', () => {
    const inner = Array.from({ length: 8 }, (_, index) => `    a(${index});`).join('\n');
    const text = `export function outer(): void {\n  const step = () => {\n${inner}\n  };\n  step();\n}\n`;
    expect(tooLong(sourceOf('server/a.ts', text), { file: 20, function: 9, routes: 9 }).map(({ subject, size }) => [subject, size])).toEqual([['step', 10]]);
    expect(tooLong(sourceOf('server/a.ts', text), { file: 9, function: 20, routes: 20 }).map(({ subject, size }) => [subject, size])).toEqual([['file', 13]]);
  });
});

describe('machine paths', () => {
  it('are found in any text', () => {
    const home = '/ho' + 'me/sanne/spil';
    expect(machinePaths('README.md', `first\nrun ${home}/start`).map(({ line }) => line)).toEqual([2]);
    expect(machinePaths('README.md', 'GET /work/payments, /var/lib/spil and https://example.org/home')).toEqual([]);
  });
});

describe('exceptions', () => {
  const finding: Finding = { rule: 'file length', path: 'a.ts', line: 1, subject: 'file', size: 400, sentence: 'has 400 lines.' };
  const exception: Exception = { rule: 'file length', path: 'a.ts', subject: 'file', most: 410, reason: 'A long table of cases, read from top to bottom.' };
  it('excuse as much as they say', () => {
    expect(settle([finding], []).broken).toEqual([finding]);
    expect(settle([finding], [{ ...exception, most: 399 }]).broken).toEqual([finding]);
    expect(settle([finding], [{ ...exception, most: 400 }])).toEqual({ broken: [], loose: [] });
  });
  it('are lowered when less is needed, and go when nothing is', () => {
    const settings = { limits: { file: 350, function: 60, routes: 110 }, exceptions: [exception] };
    expect(tightened(settings, settle([finding], settings.exceptions).loose).exceptions).toEqual([{ ...exception, most: 400 }]);
    expect(tightened(settings, settle([], settings.exceptions).loose).exceptions).toEqual([]);
    expect(JSON.parse(printed(settings))).toEqual(settings);
  });
});
