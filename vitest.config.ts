/** Unit, property, golden and package tests; end-to-end tests in the browser have their own runner (see scripts/test.ts). */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  test: {
    environment: 'node',
    include: ['test/{unit,property,golden,package,desktop}/**/*.test.ts'],
    globalSetup: ['test/support/build-kernels.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Tests wait for states, never for a time; these only end what hangs, on a busy machine too.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
