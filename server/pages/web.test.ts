/** How the screens are served: each door's page at every address below it, files for ever or never, nothing foreign, and a new build at once. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { addWeb } from './web.ts';

const made: string[] = [];
const opened: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((app) => app.close()));
  await Promise.all(made.splice(0).map((folder) => rm(folder, { recursive: true })));
});

/** A folder as Vite leaves it; `script` is the one file of its assets. */
async function built(script = 'one.js'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'spil-web-'));
  made.push(folder);
  for (const door of ['store', 'office', 'customer', 'sandbox']) {
    await mkdir(join(folder, door), { recursive: true });
    await writeFile(join(folder, door, 'index.html'), `<title>${door}</title><script src="/assets/${script}"></script>`);
  }
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'assets', script), `// ${script}`);
  await writeFile(join(folder, 'store', 'sw.js'), '// worker');
  return folder;
}
async function serving(directory: string, sandbox = true): Promise<FastifyInstance> {
  const app = Fastify();
  opened.push(app);
  await addWeb(app, { sandbox, directory });
  return app;
}

describe('the screens', () => {
  it.each([['/store', 'store'], ['/store/utrecht/today', 'store'], ['/office', 'office'], ['/office/stock/a.sku-with.dots', 'office'], ['/track/abc.def', 'customer'], ['/sandbox/shop', 'sandbox']])('%s is the page of the %s', async (url, door) => {
    const { statusCode, body, headers } = await (await serving(await built())).inject(url);
    expect([statusCode, body]).toEqual([200, expect.stringContaining(`<title>${door}</title>`)]);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self' 'wasm-unsafe-eval';.*frame-ancestors 'none'/);
    expect(headers['cache-control']).toBe('no-cache');
  });
  it('may use the camera where things are scanned, and nowhere else', async () => {
    const app = await serving(await built());
    expect((await app.inject('/store')).headers['permissions-policy']).toContain('camera=(self)');
    expect((await app.inject('/track/x')).headers['permissions-policy']).toContain('camera=()');
  });
  it('keeps built files for ever and the service worker never', async () => {
    const app = await serving(await built());
    expect((await app.inject('/assets/one.js')).headers['cache-control']).toContain('immutable');
    expect((await app.inject('/store/sw.js')).headers['cache-control']).toBe('no-cache');
    expect((await app.inject('/assets/none.js')).statusCode).toBe(404);
    expect((await app.inject('/assets/../store/index.html')).statusCode).not.toBe(500);
  });
  it('serves a build that takes the place of another while it runs', async () => {
    const folder = await built();
    const app = await serving(folder);
    await writeFile(join(folder, 'office', 'index.html'), '<script src="/assets/two.js"></script>');
    await writeFile(join(folder, 'assets', 'two.js'), '// two');
    expect((await app.inject('/office')).body).toContain('two.js');
    expect((await app.inject('/assets/two.js')).body).toBe('// two');
  });
  it('has no sandbox outside of the demo, and says so where nothing was built', async () => {
    expect((await (await serving(await built(), false)).inject('/sandbox')).statusCode).toBe(404);
    const { statusCode, body } = await (await serving(join(tmpdir(), 'spil-nothing-here'))).inject('/office');
    expect([statusCode, body]).toEqual([503, expect.stringContaining('not built')]);
  });
});
