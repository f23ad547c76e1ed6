/** `npm run bench -- screens` (P9, P13): how soon a change in one window is on another, and how soon a scan is answered on screen: in a real browser, against the real server. */
import { cpus } from 'node:os';
import { scan } from '../support/browser.ts';
import { throwawayCluster } from '../support/cluster.ts';
import { anOrder, SHOES } from '../support/company.ts';
import { startScreens } from '../support/screens.ts';
import { ok } from '../support/spil.ts';

interface ScreenFigures { /** Milliseconds from the answer to the command until the other window shows it. */ window: number[]; /** Milliseconds from the scanner's Enter to the verdict on screen. */ scan: number[] }

const ROUNDS = 20;
const SANNE = { name: 'Sanne de Wit', roles: ['store'], locations: ['utrecht'] } as const;

/** Run in the page: milliseconds until the selector's text contains this. */
const seenAfter = (selector: string, text: string): string => `new Promise((done) => {
  const from = performance.now();
  const look = () => ([...document.querySelectorAll(${JSON.stringify(selector)})].some((one) => one.textContent.includes(${JSON.stringify(text)})) ? done(performance.now() - from) : requestAnimationFrame(look));
  look();
})`;

async function measureScreens(): Promise<ScreenFigures> {
  const screens = await startScreens();
  try {
    const [operations, shop] = await Promise.all([screens.world.as('operations'), screens.world.as('channel')]);
    ok(await operations.post('/stock/receipts', { location: 'utrecht', lines: SHOES.map(([sku]) => ({ sku, quantity: 500 })) }));
    const list = await screens.window({ as: SANNE });
    await list.goto('/store/utrecht/today');
    await list.getByRole('heading', { name: 'Vandaag' }).waitFor();
    const figures: ScreenFigures = { window: [], scan: [] };
    let work = '';
    for (let round = 0; round < ROUNDS; round += 1) {
      const placed = ok(await shop.post<{ number: string; fulfilments: { id: string }[] }>('/orders', anOrder({ lines: [{ sku: 'runner-42', quantity: 3 }], placedAt: screens.world.clock.now() })));
      figures.window.push(await list.evaluate<number>(seenAfter('a', placed.number)));
      work = placed.fulfilments[0]?.id ?? '';
      await list.goto(`/store/utrecht/work/${work}`);
      await list.getByText('Scan het product').first().waitFor();
      await list.evaluate(`window.answered = new Promise((done) => { const start = []; document.addEventListener('keydown', () => { start[0] ??= performance.now(); }, { capture: true }); const watch = () => (document.body.textContent.includes('1 van 3') && start[0] !== undefined ? done(performance.now() - start[0]) : requestAnimationFrame(watch)); watch(); }); undefined`);
      await scan(list, SHOES[0][1]);
      figures.scan.push(await list.evaluate<number>('window.answered'));
      await list.goto('/store/utrecht/today');
      await list.getByRole('heading', { name: 'Vandaag' }).waitFor();
    }
    return figures;
  } finally {
    await screens.close();
  }
}

const at = (values: readonly number[], share: number): string => (values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0).toFixed(0);

const cluster = await throwawayCluster();
process.env['SPIL_TEST_DATABASE_URL'] = cluster.url();
try {
  const { window, scan: scans } = await measureScreens();
  process.stdout.write(`on ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${ROUNDS} rounds, browser and server on the same cores\n`);
  process.stdout.write(`P9   an order that was placed is on the store's list after   p50 ${at(window, 0.5)} ms, worst ${at(window, 1)} ms\n`);
  process.stdout.write(`P13  a scan is answered on screen after                      p50 ${at(scans, 0.5)} ms, worst ${at(scans, 1)} ms\n`);
} finally {
  await cluster.stop();
}
