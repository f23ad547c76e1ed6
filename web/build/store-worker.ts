/** Makes the store's service worker at the end of a build: it keeps the door's own files, so that the app opens without a connection. */
import type { OutputBundle, OutputChunk } from 'rolldown';
import type { Plugin } from 'vite';

/** Files that the store's page needs, lazily loaded pages included, reading aid of the camera (one megabyte) left out until it is used. */
export function filesOf(bundle: OutputBundle, door: string): string[] {
  const chunks = Object.values(bundle).filter((file): file is OutputChunk => file.type === 'chunk');
  const entry = chunks.find((chunk) => chunk.isEntry && chunk.name === door);
  const found = new Set<string>();
  const walk = (name: string): void => {
    const chunk = bundle[name];
    if (!chunk || chunk.type !== 'chunk' || found.has(name) || /Camera/.test(name)) return;
    found.add(name);
    const { importedCss = new Set<string>() } = (chunk as OutputChunk & { viteMetadata?: { importedCss: Set<string> } }).viteMetadata ?? {};
    for (const css of importedCss) found.add(css);
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) walk(next);
  };
  if (entry) walk(entry.fileName);
  return [...found];
}

/** `version` changes with the files: the browser then takes the new ones in the background, and the next start shows them. */
const worker = (version: string, files: readonly string[]): string => `/** Keeps the store's own files; everything else goes to the server. */
const KEPT = 'spil-store-${version}';
const FILES = ${JSON.stringify(files)};
self.addEventListener('install', (event) => { event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting())); });
self.addEventListener('activate', (event) => { event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith('spil-store-') && name !== KEPT).map((name) => caches.delete(name)))).then(() => self.clients.claim())); });
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => caches.match('/store/')));
  else if (url.pathname.startsWith('/assets/') || FILES.includes(url.pathname)) event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request).then((answer) => {
    const copy = answer.clone();
    if (answer.ok) void caches.open(KEPT).then((cache) => cache.put(request, copy));
    return answer;
  })));
});
`;

export function storeWorker(): Plugin {
  return {
    name: 'spil-store-worker', apply: 'build', enforce: 'post',
    async generateBundle(_options, bundle) {
      const files = filesOf(bundle, 'store').map((name) => `/${name}`).sort();
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(files.join()));
      const version = [...new Uint8Array(digest).subarray(0, 6)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      this.emitFile({ type: 'asset', fileName: 'store/sw.js', source: worker(version, ['/store/', '/store/app.webmanifest', '/icon.svg', ...files]) });
    },
  };
}
