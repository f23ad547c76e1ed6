/** The outside world as a process of its own: where it listens, what it keeps over a restart, and that it ends with whoever started it. */
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keySecretOf as seededKey, passwordOf as seededPassword } from '../../database/seed/accounts.ts';
import { systemClock } from '../kernel/clock.ts';
import { freePort } from '../kernel/ports.ts';
import { chanceOf } from './chance.ts';
import { demoCredentials, keySecretOf, passwordOf } from './credentials.ts';
import { startWorldProcess } from './process.ts';
import type { WorldProcess } from './process.ts';
import { basketOf, shopperOf } from './shoppers.ts';
import { startWorld } from './world.ts';

const SECRET = 'a secret of at least thirty-two characters';
let directory: string;
beforeAll(async () => { directory = await mkdtemp(join(tmpdir(), 'spil-world-')); });
afterAll(() => rm(directory, { recursive: true, force: true }));

const get = async <T>(url: string): Promise<T> => (await fetch(url)).json() as Promise<T>;
const post = (url: string, body: unknown): Promise<Response> => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

describe('the credentials', () => {
  it('are the same for the same secret, others for another, and none is another one', () => {
    expect(demoCredentials(SECRET)).toEqual(demoCredentials(SECRET));
    const { mollie, postnl, webshop, outlet, erp } = demoCredentials(SECRET);
    const keys = [mollie.apiKey, postnl.apiKey, webshop.accessToken, webshop.webhookSecret, outlet.token, erp.token];
    expect(new Set(keys).size).toBe(keys.length);
    expect(demoCredentials('another').mollie).not.toEqual(mollie);
  });

  it('give the accounts what the seed gave them', () => {
    expect(passwordOf(SECRET, 'delft@vandalen.example')).toBe(seededPassword(SECRET, 'delft@vandalen.example'));
    expect(keySecretOf(SECRET, 'demo till')).toBe(seededKey(SECRET, 'demo till'));
  });
});

describe('the customers', () => {
  it('choose the same for the same seed, and live at one address each', () => {
    const [one, two] = [chanceOf(5, 'customers'), chanceOf(5, 'customers')];
    expect(Array.from({ length: 20 }, () => basketOf(one))).toEqual(Array.from({ length: 20 }, () => basketOf(two)));
    const people = new Map<string, string>();
    const chance = chanceOf(9, 'people');
    for (let n = 0; n < 2000; n += 1) {
      const { email, street, houseNumber, postalCode } = shopperOf(chance);
      expect(postalCode).toMatch(/^[1-9]\d{3} [A-Z]{2}$/);
      const address = `${street} ${houseNumber} ${postalCode}`;
      expect(people.get(email) ?? address).toBe(address);
      people.set(email, address);
    }
    expect(people.size).toBeGreaterThan(300);
  });
});

describe('the world', () => {
  it('keeps the shops as they are over a restart, and takes the next port when one is taken', async () => {
    const first = await startWorld({ directory: join(directory, 'kept'), secret: SECRET, spilUrl: 'http://127.0.0.1:9', ports: 'any', clock: systemClock });
    const [item] = await get<{ sku: string; available: number }[]>(`${first.urls.shopify}/_control/stock`);
    if (!item) throw new Error('the web shop is empty');
    await post(`${first.urls.shopify}/_control/products`, [{ sku: item.sku, price: 1, available: item.available + 7 }]);
    await first.close();

    const blocker = createServer();
    const { port } = await freePort(3401);
    await new Promise<void>((ready) => { blocker.listen(port, '127.0.0.1', ready); });
    const second = await startWorld({ directory: join(directory, 'kept'), secret: SECRET, spilUrl: 'http://127.0.0.1:9', ports: port, clock: systemClock });
    expect(new URL(second.urls.mollie).port).not.toBe(String(port));
    expect(new Set(Object.values(second.urls).map((url) => new URL(url).port)).size).toBe(8);
    const again = (await get<{ sku: string; available: number }[]>(`${second.urls.shopify}/_control/stock`)).find(({ sku }) => sku === item.sku);
    expect(again?.available).toBe(item.available + 7);
    await second.close();
    await new Promise((closed) => { blocker.close(closed); });
  });

  it('closes what was started when one of them cannot be', async () => {
    await expect(startWorld({ directory: join(directory, 'bad'), secret: SECRET, spilUrl: 'http://127.0.0.1:9', ports: 70_000, clock: systemClock })).rejects.toThrow();
  });
});

describe('the process', () => {
  let world: WorldProcess;
  /** A Spil that is starting: it answers, but knows nobody. */
  const spil = createServer((_request, response) => { response.writeHead(401, { 'content-type': 'application/problem+json' }).end('{"code":"kernel.unauthenticated","detail":"not yet"}'); });
  beforeAll(async () => {
    await new Promise<void>((ready) => { spil.listen(0, '127.0.0.1', ready); });
    world = await startWorldProcess({ directory: join(directory, 'process'), secret: SECRET, spilUrl: `http://127.0.0.1:${(spil.address() as AddressInfo).port}`, port: 3451 });
  });
  afterAll(async () => {
    await world.stop();
    await new Promise((closed) => { spil.close(closed); });
  });

  it('says where everything is once it listens', async () => {
    expect(Object.keys(world.urls).sort()).toEqual(['company', 'erp', 'magento', 'mailbox', 'mollie', 'postnl', 'shopify', 'smtp', 'threepl']);
    expect((await fetch(world.urls.mailbox)).status).toBe(200);
  });

  it('is paused, hurried and asked for orders at its control door, and refuses what it does not know', async () => {
    const company = world.urls.company ?? '';
    expect(await (await post(company, { paused: true, pace: 60, away: ['utrecht'] })).json()).toMatchObject({ running: true, paused: true, pace: 60, away: ['utrecht'] });
    expect((await post(company, { pace: 100_000 })).status).toBe(400);
    expect((await post(company, { away: ['atlantis'] })).status).toBe(400);
    expect(await get(company)).toMatchObject({ paused: true, placed: 0 });
  });

  it('ends when whoever started it is gone', async () => {
    const orphan = fork(fileURLToPath(new URL('../cli/simulate.ts', import.meta.url)), ['--directory', join(directory, 'orphan'), '--ports', '3471', '--no-robots'], { env: { ...process.env, SPIL_SECRET_DEMO: SECRET }, stdio: 'inherit' });
    const ended = new Promise((resolve) => { orphan.once('exit', resolve); });
    await new Promise((listens) => { orphan.once('message', listens); });
    orphan.disconnect();
    expect(await ended).toBe(0);
  });

  it('ends cleanly when it is told to', async () => {
    await world.stop();
    expect(await world.ended).toBe(0);
  });
});
