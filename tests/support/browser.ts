/** A real Chromium for tests: the one of the system, installed by Debian's package manager where we may and it is missing. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { until } from './until.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const root = join(import.meta.dirname, '..', '..');

function find(): string | null {
  if (process.env['SPIL_CHROMIUM']) return process.env['SPIL_CHROMIUM'];
  for (const name of NAMES) {
    const { status, stdout } = spawnSync('which', [name], { encoding: 'utf8' });
    if (status === 0) return stdout.trim();
  }
  return null;
}

/** Where Chromium is. Installs Debian's package as root; anywhere else it says what to do. */
export function chromiumPath(): string {
  const there = find();
  if (there !== null) return there;
  if (process.getuid?.() === 0 && spawnSync('which', ['apt-get']).status === 0) {
    process.stderr.write('Installing Chromium for the tests of the screens (apt-get install chromium) …\n');
    const options = { stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    execFileSync('apt-get', ['update', '-qq'], options);
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], options);
    const installed = find();
    if (installed !== null) return installed;
  }
  throw new Error('The tests of the screens need Chromium. Install it ("apt-get install chromium"), or name one in SPIL_CHROMIUM.');
}

/** Starts it, without anything that would reach outside. */
export const startBrowser = (): Promise<Browser> => chromium.launch({
  executablePath: chromiumPath(),
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

/** Builds the screens when web/dist is not of the sources that are here. */
export function buildScreens(): void {
  execFileSync(process.execPath, [join(root, 'tools', 'web.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Run in the page, which has the browser's words; here they are text. */
const EXAMINE = `axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }, resultTypes: ['violations'] }).then(({ violations }) => violations.flatMap(({ id, help, nodes }) =>
  nodes.map(({ target, failureSummary = '' }) => id + ': ' + help + ' (' + target.join(' ') + ') ' + failureSummary.replaceAll(/\\s+/g, ' ').slice(0, 200))))`;

/** Each violation of WCAG 2.2 A and AA on the page as it is now: the rule, what is wrong, and where. */
export async function violations(page: Page): Promise<string[]> {
  // The page's policy forbids foreign scripts; the debugger puts this one in.
  if (!await page.evaluate<boolean>("'axe' in window")) await page.evaluate(axe);
  return page.evaluate<string[]>(EXAMINE);
}

/** A hand scanner: types the code as fast as such a device does, whatever the machine's load, and ends with Enter; no field needs the focus. */
export async function scan(page: Page, code: string): Promise<void> {
  await page.evaluate(`for (const key of [...${JSON.stringify(code)}, 'Enter']) (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))`);
}

/** Waits until an expression holds in the page. Asked again and again by the debugger, since the page's policy forbids to evaluate text. */
export async function holds(page: Page, expression: string): Promise<void> {
  await until(() => page.evaluate<boolean>(expression));
}

/** Until the page shows what it has: a heading, no grey blocks any more, its pictures, and nothing that still moves. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await holds(page, "document.querySelectorAll('.mantine-Skeleton-root').length === 0 && [...document.images].every((image) => image.complete || image.loading === 'lazy') && document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getTiming().iterations === Infinity)");
}

/** Chooses a day (2026-12-15) in the calendar that a field opens, leafing through the months as a person does; with a time (14:30) where the field asks one. */
export async function pickDay(page: Page, field: Locator, day: string, time: string | null = null): Promise<void> {
  await field.click();
  const language = await page.evaluate<string>('document.documentElement.lang');
  const name = new Intl.DateTimeFormat(language === 'nl' ? 'nl-NL' : 'en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(`${day}T12:00:00Z`));
  const wanted = page.getByRole('button', { name, exact: true });
  const next = page.getByRole('button', { name: language === 'nl' ? 'Volgende maand' : 'Next month' });
  await next.waitFor();
  // It opens at the month that was chosen before, which may be a later one.
  const previous = page.getByRole('button', { name: language === 'nl' ? 'Vorige maand' : 'Previous month' });
  for (let months = 0; months < 4 && !await wanted.isVisible() && await previous.isEnabled(); months += 1) await previous.click();
  for (let months = 0; months < 36 && !await wanted.isVisible(); months += 1) await next.click();
  await wanted.click();
  if (time === null) return;
  const [hours = '', minutes = ''] = time.split(':');
  await page.getByRole('spinbutton', { name: language === 'nl' ? 'Uren' : 'Hours' }).fill(hours);
  await page.getByRole('spinbutton', { name: language === 'nl' ? 'Minuten' : 'Minutes' }).fill(minutes);
  await page.getByRole('button', { name: language === 'nl' ? 'Neem dit moment' : 'Take this moment' }).click();
}
