/** `spil simulate`: the outside world of the demo, and robots that work in the company, in one process that reaches Spil over HTTP only. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { command } from '../kernel/cli.ts';
import { systemClock } from '../kernel/clock.ts';
import { findInstallation } from '../kernel/installation.ts';
import { freePort } from '../kernel/ports.ts';
import { openSecrets } from '../kernel/secrets.ts';

export const summary = 'Plays the outside world and the people of the demo (--spil URL, --pace ORDERS_A_MINUTE, --visitors PLACE, --no-robots).';

const LATEST_PORT = 65_000;
/** Milliseconds between two looks around of the external warehouse. */
const WAREHOUSE_LOOKS = 1000;
/** With visitors: milliseconds that new work lies before a robot takes it up, and pieces of work that wait at the visitors' place. */
const UNHURRIED = 15_000;
const LEFT_TO_VISITORS = 6;

/** A whole number of an option; refuses another text with the name of the option. */
function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > most) throw new Error(`--${name} must be a whole number up to ${most}; found "${text}".`);
  return value;
}

export async function run(parameters: string[]): Promise<number> {
  const { values } = parseArgs({
    args: parameters,
    options: {
      spil: { type: 'string', default: 'http://127.0.0.1:3000' }, directory: { type: 'string' }, ports: { type: 'string', default: '3101' },
      pace: { type: 'string', default: '12' }, seed: { type: 'string', default: '1' }, 'no-robots': { type: 'boolean', default: false }, visitors: { type: 'string', default: '' },
    },
  });
  if (!URL.canParse(values.spil)) throw new Error(`--spil must be the address of Spil, such as http://127.0.0.1:3000; found "${values.spil}".`);
  const spilUrl = values.spil.replace(/\/+$/, '');
  const [ports, pace, seed] = [whole('ports', values.ports, LATEST_PORT), whole('pace', values.pace, 240), whole('seed', values.seed, 2 ** 32 - 1)];
  const installation = await findInstallation();
  const directory = values.directory ?? join(installation.directory, 'world');
  const secret = await (await openSecrets(installation.secrets)).get('demo');

  const { startWorld } = await import('../simulation/world.ts');
  const world = await startWorld({ directory, secret, spilUrl, ports, clock: systemClock });
  const closing: (() => Promise<void>)[] = [world.close];
  world.warehouse.start(WAREHOUSE_LOOKS);
  let urls: Record<string, string> = { ...world.urls };
  if (!values['no-robots']) {
    const { createCompany } = await import('../simulation/company.ts');
    const { startControl } = await import('../simulation/control.ts');
    const company = await createCompany({ spilUrl, urls: world.urls, secret, clock: systemClock, seed, pace, memory: join(directory, 'company.json'), manners: values.visitors === '' ? { unhurried: 0, visitors: null } : { unhurried: UNHURRIED, visitors: { place: values.visitors, leaves: LEFT_TO_VISITORS } } });
    const control = await startControl(company, (await freePort(ports + 8)).port);
    closing.unshift(company.stop, control.close);
    urls = { ...urls, company: `${control.url}/_control/company` };
    company.start();
  }

  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
    if (process.send) process.once('disconnect', () => resolve());
  });
  if (process.send) process.send({ urls });
  else for (const [name, url] of Object.entries(urls)) console.log(`${name.padEnd(8)} ${url}`);
  await ended;
  // One that cannot close in time must not keep the port of the next start.
  setTimeout(() => { process.exit(1); }, 10_000).unref();
  for (const close of closing) await close();
  if (process.connected) process.disconnect();
  return 0;
}

await command(import.meta, run);
