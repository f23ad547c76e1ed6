/** Serves the screens: the built files of web/dist, and for every address of a door its page, with headers that let nothing foreign in. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Where `npm start` and the container put what Vite built. */
export const BUILT = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** Files with an address of their own, which is not made of what is in them. */
const FILES = ['/icon.svg', '/store/sw.js', '/store/app.webmanifest', '/store/icon-192.png', '/store/icon-512.png'];

/** The doors and where each is reached. The customer's address is the one in the mails. */
const DOORS = { store: '/store', office: '/office', customer: '/track', sandbox: '/sandbox' } as const;

/**
 * Our own files only. Mantine sets styles on elements, which needs 'unsafe-inline' for styles; the camera's reader is WebAssembly;
 * 127.0.0.1:9101 is the label bridge of the store's own computer.
 */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:; font-src 'self'; connect-src 'self' data: http://127.0.0.1:9101; worker-src 'self'; manifest-src 'self'; media-src 'self' blob:; frame-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

export interface WebDeps {
  /** Whether the sandbox's door is there: in the demo only. */
  sandbox: boolean;
  /** What Vite built; another folder in tests. */
  directory?: string;
}

/** Adds the doors. Where nothing was built they say so, and everything else works. */
export async function addWeb(app: FastifyInstance, { sandbox, directory = BUILT }: WebDeps): Promise<void> {
  const built = existsSync(join(directory, 'store', 'index.html'));
  if (built) {
    // Looked up at each request: a build that takes the place of this one is served at once, the pages and what they load together.
    await app.register(staticFiles, { root: join(directory, 'assets'), prefix: '/assets/', index: false, preCompressed: true, cacheControl: false, setHeaders: (reply, path) => { reply.header('cache-control', /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'); } });
    for (const file of FILES) app.get(file, (_request, reply) => reply.sendFile(file.slice(1), directory));
  }
  const send = async (door: keyof typeof DOORS, reply: FastifyReply): Promise<FastifyReply> => {
    if (!built) return reply.code(503).type('text/plain; charset=utf-8').send('The screens are not built. Run "npm start", or "npm run build" and start again.');
    const page = await readFile(join(directory, door, 'index.html'), 'utf8');
    return reply.header('content-security-policy', POLICY).header('cache-control', 'no-cache').header('permissions-policy', `camera=(${door === 'store' || door === 'office' ? 'self' : ''}), microphone=(), geolocation=()`).type('text/html; charset=utf-8').send(page);
  };
  for (const door of ['store', 'office', 'customer', ...(sandbox ? ['sandbox' as const] : [])] as const) {
    app.get(DOORS[door], (_request, reply) => send(door, reply));
    app.get(`${DOORS[door]}/*`, (_request, reply) => send(door, reply));
  }
}
