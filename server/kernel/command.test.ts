/** How commands are carried out: lost contests are decided again, and an Idempotency-Key has one effect and one answer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import type { TestDatabase } from '../../tests/support/database.ts';
import { commit, Contested, table } from './change.ts';
import type { Change } from './change.ts';
import { execute, fingerprintOf, keptAnswer, SYSTEM } from './command.ts';
import type { CommandContext } from './command.ts';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';
import { newId } from './ids.ts';

const MARK = table('trial.mark', 'id');

let home: TestDatabase;
let database: Database;
beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase({ url: home.url, max: 24 });
  await database.query('create schema trial');
  await database.query('create table trial.mark (id uuid primary key)');
});
afterAll(async () => {
  await database.close();
  await home.close();
});

const context = (key: string | null, body: unknown = {}): CommandContext => ({ now: '2026-03-02T09:00:00.000Z', actor: SYSTEM, key: key === null ? null : { scope: 'tester', key, fingerprint: fingerprintOf('POST', '/marks', body) } });
const mark = async (change: Change): Promise<{ status: number; answer: { mark: string } }> => {
  const id = newId();
  change.insert(MARK, { id });
  return { status: 201, answer: { mark: id } };
};
const marks = async (): Promise<number> => (await database.query<{ n: number }>('select count(*) as n from trial.mark'))[0]?.n ?? -1;

describe('an Idempotency-Key', () => {
  it('has one effect and one answer, however many come at once and after', async () => {
    const before = await marks();
    const answers = await Promise.all(Array.from({ length: 20 }, () => execute(database, context('double click'), mark)));
    answers.push(await execute(database, context('double click'), mark));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect(await marks()).toBe(before + 1);
  });

  it('is refused for another request', async () => {
    await execute(database, context('reused', { n: 1 }), mark);
    await expect(execute(database, context('reused', { n: 2 }), mark)).rejects.toMatchObject({ code: 'request.key_reused', status: 422 });
  });

  it('is not used up by a refusal, nor by a command that changes nothing', async () => {
    await expect(execute(database, context('refused'), async () => { throw new Error('no'); })).rejects.toThrow('no');
    await execute(database, context('nothing'), async () => ({ status: 200, answer: {} }));
    for (const key of ['refused', 'nothing']) expect(await keptAnswer(database, { scope: 'tester', key, fingerprint: 'x' })).toBeNull();
  });

  it('belongs to who sent it: another scope is another key', async () => {
    const one = await execute(database, context('shared'), mark);
    const other = await execute(database, { ...context('shared'), key: { scope: 'somebody else', key: 'shared', fingerprint: 'x' } }, mark);
    expect(other.answer).not.toEqual(one.answer);
  });
});

describe('a lost contest', () => {
  it('is decided again on fresh state, and told which it was', async () => {
    const rounds: unknown[] = [];
    const outcome = await execute(database, context(null), async (change, round) => {
      rounds.push([round.number, round.lost?.kind ?? null]);
      return mark(change);
    }, { send: async (change) => {
      if (rounds.length < 3) throw new Contested(rounds.length === 1 ? 'stock' : 'version', 'x');
      await commit(database, change);
    } });
    expect(rounds).toEqual([[1, null], [2, 'stock'], [3, 'version']]);
    expect(outcome.status).toBe(201);
  });

  it('is answered 409 after twelve rounds, with nothing changed', async () => {
    let rounds = 0;
    const before = await marks();
    await expect(execute(database, context(null), mark, { send: async () => { rounds += 1; throw new Contested('version', 'event_pkey'); } })).rejects.toMatchObject({ code: 'request.contested', status: 409 });
    expect(rounds).toBe(12);
    expect(await marks()).toBe(before);
  });

  it('is nothing but a lost contest: any other error ends the command', async () => {
    let rounds = 0;
    await expect(execute(database, context(null), mark, { send: async () => { rounds += 1; throw new Error('the disk is full'); } })).rejects.toThrow('the disk is full');
    expect(rounds).toBe(1);
  });
});

it('tells requests apart by method, address and body', () => {
  const base = fingerprintOf('POST', '/a', { n: 1 });
  expect(fingerprintOf('POST', '/a', { n: 1 })).toBe(base);
  expect(new Set([base, fingerprintOf('PUT', '/a', { n: 1 }), fingerprintOf('POST', '/b', { n: 1 }), fingerprintOf('POST', '/a', { n: 2 }), fingerprintOf('POST', '/a', undefined)]).size).toBe(5);
});
