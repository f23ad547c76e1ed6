/** `spil doctor`: looks at everything an installation needs, and says how to mend what is wrong. */
import { command } from '../kernel/cli.ts';
import { systemClock } from '../kernel/clock.ts';
import { examine } from '../kernel/health.ts';

export const summary = 'Checks the installation (Node, packages, data, disk, secrets, ports, database, clock) and says how to mend it.';

const usualWebPort = 3000;

export async function run(): Promise<number> {
  const findings = await examine({ environment: process.env, now: () => new Date(systemClock.now()).getTime(), web: Number(process.env['PORT'] ?? usualWebPort) });
  const width = Math.max(...findings.map(({ what }) => what.length));
  for (const { what, ok, found, mend } of findings) {
    console.log(`${ok ? '✓' : '✗'} ${what.padEnd(width)}  ${found}`);
    if (!ok) console.log(`  ${''.padEnd(width)}  → ${mend}`);
  }
  const wrong = findings.filter(({ ok }) => !ok).length;
  console.log(wrong === 0 ? '\nAll is well.' : `\n${wrong} ${wrong === 1 ? 'thing' : 'things'} to mend.`);
  return wrong === 0 ? 0 : 1;
}

await command(import.meta, run);
