/** How the screens are built: one application with a page per door, and a development server that stands before a running Spil. */
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';
import { compress } from './build/compress.ts';
import { storeWorker } from './build/store-worker.ts';

export const DOORS = ['store', 'office', 'customer', 'sandbox'] as const;
/** Where each door is reached; the customer's is called what the customer does there. */
const ADDRESS: Record<(typeof DOORS)[number], RegExp> = { store: /^\/store(\/|$|\?)/, office: /^\/office(\/|$|\?)/, customer: /^\/track(\/|$|\?)/, sandbox: /^\/sandbox(\/|$|\?)/ };

/** In development: every address of a door is its page. */
const doors: Plugin = {
  name: 'spil-doors',
  configureServer: (server) => {
    server.middlewares.use((request, _response, next) => {
      const url = request.url ?? '/';
      const door = DOORS.find((one) => ADDRESS[one].test(url));
      const asked = /\.\w+($|\?)/.test(url) || !(request.headers.accept ?? '').includes('text/html');
      if (door !== undefined && !asked) request.url = `/${door}/index.html`;
      next();
    });
  },
};

const api = process.env['SPIL_API'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  appType: 'mpa',
  plugins: [react(), doors, storeWorker(), compress()],
  publicDir: 'public',
  build: {
    outDir: 'dist', emptyOutDir: true, manifest: true, target: 'es2022',
    // All of these know light-dark(): rewritten for older ones it would follow no theme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'], modulePreload: { polyfill: false }, reportCompressedSize: false, chunkSizeWarningLimit: 1500,
    // Every file names those it needs: a name besides the hash would be read by nobody and loaded by all.
    rolldownOptions: { output: { chunkFileNames: 'assets/[hash].js', assetFileNames: 'assets/[hash][extname]' }, input: Object.fromEntries(DOORS.map((door) => [door, join(import.meta.dirname, door, 'index.html')])) },
  },
  server: {
    host: '127.0.0.1', strictPort: true,
    // Everything that is not ours is the interface of the Spil that SPIL_API names.
    proxy: { '^/(?!store(/|$)|office(/|$)|track(/|$)|sandbox(/|$)|@|node_modules/|api/|shell/|parts/|scanning/|offline/|printing/|customer/(?!orders/|link)|icon).*': { target: api, changeOrigin: false } },
  },
});
