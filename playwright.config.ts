/** End-to-end tests: real Chromium, the real server, a real database file in a temporary folder. */
import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/find-chromium.ts';

/** Tests wait for states, never for a time; this only ends the wait for one that does not come, on a busy machine too. */
const LONGEST = 120_000;

const executablePath = findChromium();

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  timeout: 600_000,
  expect: { timeout: LONGEST, toPass: { timeout: LONGEST } },
  fullyParallel: true,
  workers: 2,
  reporter: [['line']],
  use: {
    viewport: { width: 1440, height: 900 },
    actionTimeout: LONGEST,
    navigationTimeout: LONGEST,
    // What fades in would be judged by its contrast half way.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      // Containers and CI run as root, where Chromium's own sandbox cannot start.
      args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : [],
    },
    trace: 'retain-on-failure',
  },
});
