/** How the page is built and served during development; `npm run dev` needs a running `npm start -- --web`. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { plotlyWithoutStyleSheets } from './scripts/without-style-sheets.ts';

export default defineConfig({
  root: 'renderer',
  base: '/',
  plugins: [svelte(), plotlyWithoutStyleSheets],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    // Everything stays a file of its own: the content security policy allows no inline data but images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 6000,
  },
});
