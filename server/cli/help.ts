/** `spil help`: every command with its one line. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { command } from '../kernel/cli.ts';

export const summary = 'Lists the commands.';

export async function run(): Promise<number> {
  const commands = await summaries();
  const width = Math.max(...commands.map(({ name }) => name.length));
  console.log('Usage: node tools/spil.mjs <command>\n');
  for (const { name, text } of commands) console.log(`  ${name.padEnd(width)}  ${text}`);
  console.log('\nSPIL_DATA is the data directory (.spil), DATABASE_URL a PostgreSQL of your own in place of the embedded one.');
  return 0;
}

/** What each command says it does. The line is read from the text, not by running the file: help works when a command does not. */
export async function summaries(): Promise<{ name: string; text: string }[]> {
  const directory = fileURLToPath(new URL('.', import.meta.url));
  const files = (await readdir(directory)).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')).sort();
  const found: { name: string; text: string }[] = [];
  for (const file of files) {
    const text = /^export const summary\s*=\s*(['"])(.*)\1;?$/m.exec(await readFile(`${directory}${file}`, 'utf8'))?.[2];
    if (text !== undefined) found.push({ name: file.slice(0, -3), text: text.replaceAll("\\'", "'") });
  }
  return found;
}

await command(import.meta, run);
