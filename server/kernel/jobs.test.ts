/** Jobs against a real database: inserted once, never two of one key at a time, in order per key, tried again, and taken over. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import type { TestDatabase } from '../../tests/support/database.ts';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';
import { newId } from './ids.ts';
import { openJobs } from './jobs.ts';
import type { Jobs, Later } from './jobs.ts';

let own: TestDatabase;
let database: Database;
const opened: Jobs[] = [];
const open = (): Jobs => {
  const jobs = openJobs({ url: own.url, queues: { plain: 'any', ordered: 'per_key', hints: 'one_waiting', polls: 'one_only' } });
  opened.push(jobs);
  return jobs;
};
beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase({ url: own.url, max: 3 });
});
afterAll(async () => {
  for (const jobs of opened) await jobs.stop();
  await database.close();
  await own.close();
});

describe('jobs', () => {
  it('are inserted once per id, also when they are done already', async () => {
    const jobs = open();
    const done: unknown[] = [];
    jobs.work('plain', async ({ data }) => { done.push(data); });
    const id = newId();
    await jobs.send('plain', [{ id, data: { n: 1 } }, { data: { n: 2 } }]);
    await jobs.send('plain', [{ id, data: { n: 3 } }]);
    expect(await jobs.runAll()).toBe(2);
    await jobs.send('plain', [{ id, data: { n: 4 } }]);
    expect(await jobs.runAll({ waiting: true })).toBe(0);
    expect(done).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('run in order per key, and one that waits holds back its own key alone', async () => {
    const jobs = open();
    const done: string[] = [];
    let answer: Later | void = { later: 600, reason: 'not yet' };
    jobs.work<{ name: string }>('ordered', async ({ data }) => {
      done.push(data.name);
      if (data.name === 'a1') return answer;
    });
    await jobs.send('ordered', [{ key: 'a', data: { name: 'a1' } }]);
    await jobs.send('ordered', [{ key: 'a', data: { name: 'a2' } }]);
    await jobs.send('ordered', [{ key: 'b', data: { name: 'b1' } }]);
    await jobs.runAll();
    expect(done.toSorted()).toEqual(['a1', 'b1']);
    answer = undefined;
    await jobs.runAll({ waiting: true });
    expect(done.filter((name) => name.startsWith('a'))).toEqual(['a1', 'a1', 'a2']);
  });

  it('wait for as long as the handler says, and tell it how often they were tried', async () => {
    const jobs = open();
    const tries: number[] = [];
    jobs.work('plain', async ({ earlier }) => {
      tries.push(earlier);
      if (earlier < 2) return { later: 3600, reason: 'the other side asks for an hour' };
    });
    await jobs.send('plain', [{ data: {} }]);
    await jobs.runAll();
    const [row] = await database.query<{ state: string; seconds: number }>(`select state::text as state, round(extract(epoch from start_after - now()))::int as seconds from jobs.job where name = 'plain' and state = 'retry'`);
    expect(row?.state).toBe('retry');
    expect(row?.seconds).toBeGreaterThan(3500);
    await jobs.runAll({ waiting: true });
    await jobs.runAll({ waiting: true });
    expect(tries).toEqual([0, 1, 2]);
  });

  it('are tried again when the handler throws', async () => {
    const jobs = open();
    let runs = 0;
    jobs.work('plain', async () => {
      runs += 1;
      if (runs === 1) throw new Error('the process stumbled');
    });
    await jobs.send('plain', [{ data: {} }]);
    await jobs.runAll();
    await jobs.runAll({ waiting: true });
    expect(runs).toBe(2);
  });

  it('keep one hint per key waiting', async () => {
    const jobs = open();
    let looks = 0;
    jobs.work('hints', async () => { looks += 1; });
    for (const key of ['x', 'x', 'y']) await jobs.send('hints', [{ key, data: {} }]);
    await jobs.runAll();
    expect(looks).toBe(2);
  });

  it('are there once per key, also while they wait for their retry, where that is asked', async () => {
    const jobs = open();
    let polls = 0;
    jobs.work('polls', async () => {
      polls += 1;
      if (polls < 3) return { later: 600, reason: 'still down' };
    });
    for (let round = 0; round < 5; round += 1) {
      await jobs.send('polls', [{ key: 'carrier', data: {} }]);
      await jobs.runAll();
    }
    expect(polls).toBe(1);
    await jobs.runAll({ waiting: true });
    await jobs.runAll({ waiting: true });
    expect(polls).toBe(3);
    await jobs.send('polls', [{ key: 'carrier', data: {} }]);
    await jobs.runAll();
    expect(polls).toBe(4);
  });

  it('go to one of two workers each', async () => {
    const done: string[] = [];
    const workers = [open(), open()];
    for (const jobs of workers) jobs.work<{ name: string }>('plain', async ({ data }) => { done.push(data.name); });
    const names = Array.from({ length: 60 }, (_, index) => `job ${index}`);
    await workers[0]?.send('plain', names.map((name) => ({ data: { name } })));
    await Promise.all(workers.map((jobs) => jobs.runAll()));
    await Promise.all(workers.map((jobs) => jobs.runAll()));
    expect(done.toSorted()).toEqual(names.toSorted());
  });

  it('are done by a started worker', async () => {
    const jobs = open();
    const finished = new Promise<unknown>((resolve) => {
      jobs.work('plain', async ({ data, earlier }) => {
        if (earlier === 0) return { later: 1, reason: 'once more' };
        resolve(data);
      });
    });
    await jobs.send('plain', [{ data: { hello: 'there' } }]);
    await jobs.start();
    expect(await finished).toEqual({ hello: 'there' });
    await jobs.stop();
  });

  it('of a process that died are taken up by the supervision', async () => {
    const { PgBoss } = await import('pg-boss');
    const jobs = open();
    const runs: number[] = [];
    jobs.work('plain', async ({ earlier }) => { runs.push(earlier); });
    await jobs.send('plain', [{ data: {} }]);
    // Another process takes it and is never heard of again.
    const dead = new PgBoss({ connectionString: own.url, schema: 'jobs', migrate: false, createSchema: false, schedule: false, supervise: false });
    await dead.start();
    expect(await dead.fetch('plain')).toHaveLength(1);
    expect(await jobs.runAll({ waiting: true })).toBe(0);
    await database.query(`update jobs.job set heartbeat_on = heartbeat_on - interval '16 seconds' where name = 'plain' and state = 'active'`);
    await dead.supervise('plain');
    await dead.stop();
    await jobs.runAll({ waiting: true });
    expect(runs).toEqual([1]);
  });
});
