/** `npm start`: everything on this machine: the database, the demo company the first time, the server with its workers, and the world around it. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pino from 'pino';
import { demoPeople, seedKeys } from '../../database/seed/accounts.ts';
import { seedDemo, VENLO } from '../../database/seed/index.ts';
import type { Seeded } from '../../database/seed/index.ts';
import { Change, commit } from '../kernel/change.ts';
import { command } from '../kernel/cli.ts';
import { systemClock } from '../kernel/clock.ts';
import { SYSTEM } from '../kernel/command.ts';
import { openDatabase } from '../kernel/database.ts';
import type { Database } from '../kernel/database.ts';
import { startEmbedded } from '../kernel/embedded.ts';
import { findInstallation } from '../kernel/installation.ts';
import { migrate } from '../kernel/migrate.ts';
import { freePort } from '../kernel/ports.ts';
import { openSecrets } from '../kernel/secrets.ts';
import { reviseDocument } from '../modules/documents/index.ts';
import { PARTNER_KIND } from '../modules/partners/index.ts';
import { channelByCode, writeChannel } from '../modules/channels/index.ts';
import { demoRoutes } from '../pages/demo/index.ts';
import { pages } from '../pages/index.ts';
import { serve } from '../serve.ts';
import { demoCredentials } from '../simulation/credentials.ts';
import type { WorldUrls } from '../simulation/world.ts';
import { addressesFrom } from '../windows.ts';
import type { Addresses } from '../windows.ts';
import { environmentSecret, USUAL_PORT, VERSION } from '../configuration.ts';
import { untilAskedToStop } from './serve.ts';

export const summary = 'Starts everything: database, demo company, server, workers and the simulated outside world. Ctrl-C stops it all.';

/** The store whose work the robots leave to whoever tries the demo. */
const VISITORS_PLACE = 'utrecht';
const RETAILER = 'Van Dalen Schoenen';
/** Nobody who tries the demo waits five minutes for a scan. Milliseconds. */
const DEMO_POLLS = { channels: 5000, carriers: 3000 };

/** Everything is on one machine, and a connection costs PostgreSQL some 8 MB: what waits a millisecond for one is no slower for it. */
const FEW_CONNECTIONS = { requests: 6, jobs: 3 };

const say = (line: string): void => { console.log(line); };

export async function run(parameters: string[]): Promise<number> {
  const { values: { 'no-demo': alone, pace } } = parseArgs({ args: parameters, options: { 'no-demo': { type: 'boolean', default: false }, pace: { type: 'string' } } });
  const own = process.env['DATABASE_URL'];
  const installation = await findInstallation();
  const embedded = own ? null : await startEmbedded({ installation, report: (sentence) => say(sentence) });
  const stop: (() => Promise<void>)[] = [async () => { await embedded?.stop(); }];
  try {
    if (embedded?.adopted) say('The database was still running: Spil was ended roughly last time. Everything that was acknowledged is there.');
    if (embedded?.portTaken !== undefined) say(`Port ${embedded.portTaken} is taken by another program; the database listens on ${embedded.port}.`);
    const databaseUrl = own ?? embedded?.url ?? '';
    await migrate(databaseUrl);
    const secrets = embedded?.secrets ?? await openSecrets(installation.secrets);
    const { port, moved } = await freePort(Number(process.env['PORT'] ?? USUAL_PORT));
    const url = `http://127.0.0.1:${port}`;

    const seeded = alone ? null : await seedOnce(databaseUrl, secrets);
    const world = alone ? null : await simulate(['--spil', url, '--visitors', VISITORS_PLACE, ...(pace === undefined ? [] : ['--pace', pace])]);
    if (world) stop.push(() => endChild(world.child));
    const demoSecret = await secrets.get('demo');
    const demo = demoCredentials(demoSecret);
    if (world) {
      await connectShops(databaseUrl, world.urls, demo.pickupLocations);
      await connectWarehouse(databaseUrl, world.urls.threepl, demoSecret);
    }

    const serving = await serve({
      databaseUrl, port, secret: await secrets.get('installation'), work: true, allowLoopback: true, connections: FEW_CONNECTIONS, log: pino({ level: process.env['SPIL_LOG'] ?? 'error' }),
      addresses: world ? { ...simulated(world.urls, demo), ...addressesFrom(process.env) } : addressesFrom(process.env),
      channelSecret: (name) => environmentSecret(name) ?? (world ? demo.channelSecrets[name] ?? null : null),
      ...(world ? { pollEvery: DEMO_POLLS, extraRoutes: (spil) => demoRoutes({ database: spil.database, clock: systemClock, urls: world.urls, secret: demoSecret, url, retailer: RETAILER, visitorsPlace: VISITORS_PLACE, pageOf: (order) => spil.customerPage(order) }) } : {}),
      prepare: (app, spil) => pages({
        routes: spil.routes, version: VERSION,
        company: world ? {
          database: spil.database, clock: systemClock, retailer: { name: RETAILER, zone: 'Europe/Amsterdam' },
          links: [
            { href: `/store/${VISITORS_PLACE}/today`, label: ['Winkel', 'Store'] }, { href: '/office/', label: ['Kantoor', 'Office'] }, { href: '/sandbox/mailbox', label: ['Post van klanten', "Customers' mail"] }, { href: '/sandbox/', label: ['Proefopstelling', 'Sandbox'] }, { href: '/docs', label: ['API', 'API'] },
          ],
          ...(world.urls.company ? { placeDemoOrder: () => orderMore(world.urls.company ?? '', spil.database) } : {}),
        } : null,
      })(app),
    });
    stop.push(() => serving.close());
    await embedded?.tell(serving.url);
    tell({ url: serving.url, taken: moved ? Number(process.env['PORT'] ?? USUAL_PORT) : null, urls: world?.urls ?? null, seeded, demoSecret, directory: installation.directory });
    let stopping = false;
    world?.child.once('exit', () => { if (!stopping) say('The simulated outside world ended; Spil goes on without it. Start again to have it back.'); });
    await untilAskedToStop();
    stopping = true;
    say('\nStopping …');
    return 0;
  } finally {
    for (const close of stop.toReversed()) await close().catch((error: unknown) => { console.error(error instanceof Error ? error.message : error); });
  }
}

/** The demo company, when the database has no location yet. */
async function seedOnce(url: string, secrets: Awaited<ReturnType<typeof openSecrets>>): Promise<Seeded | null> {
  const database = openDatabase({ url, max: 4, applicationName: 'spil seed', statementTimeoutMs: 60_000 });
  try {
    const [there] = await database.query('select 1 from locations.location limit 1');
    if (there) return null;
    say('A first start: filling the database with a shoe retailer …');
    return await seedDemo(database, { now: systemClock.now(), secrets });
  } finally {
    await database.close();
  }
}

type Urls = WorldUrls & { company?: string };

/** Starts the outside world as a process of its own, and waits until it listens. */
async function simulate(parameters: readonly string[]): Promise<{ child: ChildProcess; urls: Urls }> {
  const child = fork(fileURLToPath(new URL('./simulate.ts', import.meta.url)), parameters, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: ['--optimize-for-size', '--max-semi-space-size=1', '--max-old-space-size=96'], detached: false });
  const urls = await new Promise<Urls>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { urls: Urls }).urls));
    child.once('exit', (code) => reject(new Error(`The simulated outside world ended with ${code} before it listened.`)));
  });
  return { child, urls };
}

function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

const simulated = (urls: Urls, demo: ReturnType<typeof demoCredentials>): Addresses => ({
  mollie: { url: urls.mollie, apiKey: demo.mollie.apiKey }, postnl: { url: urls.postnl, apiKey: demo.postnl.apiKey, customerCode: demo.postnl.customerCode, customerNumber: demo.postnl.customerNumber },
  smtp: { url: urls.smtp }, erp: { url: urls.erp, token: demo.erp.token, callsPerMinute: 600 },
});

/** Tells the demo's channels where their simulated shops are this time. */
async function connectShops(url: string, urls: Urls, pickupLocations: Readonly<Record<string, string>>): Promise<void> {
  const database = openDatabase({ url, max: 1, applicationName: 'spil start' });
  try {
    const change = new Change();
    for (const [code, address, options] of [['webshop', urls.shopify, {}], ['outlet', urls.magento, { stockId: 1 }]] as const) {
      const channel = await channelByCode(database, code);
      if (!channel) continue;
      const { code: _code, version, updatedAt: _at, ...body } = channel;
      writeChannel(change, code, { ...body, settings: { ...body.settings, url: address, locationMap: pickupLocations, options: { ...body.settings.options, ...options } } }, version, systemClock.now());
    }
    await commit(database, change);
  } finally {
    await database.close();
  }
}

/** Where the demo's external warehouse is called this time, and the key by which it calls; a database from before it had one gets both. */
async function connectWarehouse(url: string, address: string, secret: string): Promise<void> {
  const database = openDatabase({ url, max: 1, applicationName: 'spil start' });
  try {
    await seedKeys(database, secret, systemClock.now());
    await reviseDocument(database, { now: systemClock.now(), actor: SYSTEM, key: null }, PARTNER_KIND, 'venlo', { ...VENLO, url: address, credentials: 'venlo' }, 'Where it listens this time');
  } finally {
    await database.close();
  }
}

/** Asks the robots for one more order, and waits until it came in. */
async function orderMore(control: string, database: Database): Promise<{ number: string }> {
  const latest = async (): Promise<string> => (await database.query<{ number: string }>('select number from orders.order order by id desc limit 1'))[0]?.number ?? '';
  const before = await latest();
  await fetch(control, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ orders: 1 }) });
  for (let look = 0; look < 40; look += 1) {
    const now = await latest();
    if (now !== before) return { number: now };
    await new Promise((resolve) => { setTimeout(resolve, 250); });
  }
  return { number: before };
}

/** The doors of the screens, each with somebody of the demo to go in as. */
const DOORS: readonly { door: string; path: string; mailboxes: readonly { mailbox: string; what: string }[] }[] = [
  { door: 'Store', path: '/store', mailboxes: [{ mailbox: VISITORS_PLACE, what: 'store' }, { mailbox: `${VISITORS_PLACE}-2`, what: 'a colleague' }] },
  { door: 'Office', path: '/office', mailboxes: [{ mailbox: 'klantenservice', what: 'customer service' }, { mailbox: 'logistiek', what: 'operations' }, { mailbox: 'administratie', what: 'finance' }, { mailbox: 'beheer', what: 'administrator' }] },
];

/** Lines about each door and who may go in, with the passwords and PINs that the demo began with. */
function doorLines(url: string, demoSecret: string): string[] {
  const people = demoPeople(demoSecret);
  return DOORS.flatMap(({ door, path, mailboxes }) => [
    `  ${door.padEnd(20)} ${url}${path}`,
    ...mailboxes.flatMap(({ mailbox, what }) => people.filter(({ email }) => email === `${mailbox}@vandalen.example`).map(({ email, password, pin }) => `    ${what.padEnd(18)} ${email.padEnd(34)} ${password}${pin === null ? '' : `   PIN ${pin}`}`)),
  ]);
}

interface Told { url: string; taken: number | null; urls: Urls | null; seeded: Seeded | null; demoSecret: string; directory: string }

function tell({ url, taken, urls, seeded, demoSecret, directory }: Told): void {
  say('');
  if (taken !== null) say(`  Port ${taken} is taken by another program; Spil listens on the next free one.`);
  say(`  Begin here           ${url}\n`);
  if (urls) for (const line of doorLines(url, demoSecret)) say(line);
  else say(`  Store                ${url}/store\n  Office               ${url}/office`);
  if (urls) say(`\n  Sandbox              ${url}/sandbox   (be the customer, the carrier, the bank)\n  Customers' mailbox   ${urls.mailbox}\n  What the ERP knows   ${urls.erp}`);
  say(`  API, to read         ${url}/docs`);
  say(`  Data                 ${directory}`);
  if (seeded) {
    say('\n  API keys (again by "npm run spil seed"):');
    for (const key of seeded.keys.filter(({ name }) => name === 'demo administrator' || name === 'demo api')) say(`    ${key.name.padEnd(18)} ${key.secret}`);
  }
  say(urls ? '\n  The company is at work: orders come in, stores pick and ship. The sign-in page offers these log-ins too. Ctrl-C stops everything.\n' : '\n  No account yet? "node tools/spil.mjs administrator you@example.com \"Your Name\"" makes the first. Ctrl-C stops everything.\n');
}

await command(import.meta, run);
