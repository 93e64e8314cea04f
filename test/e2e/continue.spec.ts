/** Going on with a run from its page: stop and resume it, fork it; and a convolutional network set up in the form. */
import type { Page } from '@playwright/test';
import { digits, expect, expectAccessible, expectStatus, ringAndDisc, startRun, stepOf, test } from './workbench.ts';

/** So many steps that a run cannot have ended before somebody stops it, on any machine. */
const MANY = 10_000_000;

async function newRun(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'New run', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'New run', exact: true })).toBeVisible();
}

/** Fills a number of the form by keyboard. */
async function setNumber(page: Page, name: string, value: number): Promise<void> {
  const field = page.getByRole('textbox', { name, exact: true });
  await field.fill(String(value));
  await field.press('Tab');
}

test('a run is stopped and resumed from its page, forked, exported, and leads back to its parent', async ({ page }) => {
  const main = page.getByRole('main');
  await newRun(page);
  await page.getByLabel('Start from').selectOption({ label: 'Ring and disc, batch norm' });
  await setNumber(page, 'Steps', MANY);
  await page.getByRole('button', { name: 'Start run' }).click();
  await expect(page).toHaveURL(/\/runs\//);
  const stop = page.getByRole('button', { name: 'Stop', exact: true });
  await expect.poll(() => stepOf(page)).toBeGreaterThan(0);
  await stop.click();
  await expectStatus(page, 'Stopped');
  const stoppedAt = await stepOf(page);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expectStatus(page, 'Running');
  await expect.poll(() => stepOf(page)).toBeGreaterThan(stoppedAt);
  await stop.click();
  await expectStatus(page, 'Stopped');
  const step = await stepOf(page);
  const parent = new URL(page.url()).pathname;

  await page.getByRole('link', { name: 'Fork', exact: true }).click();
  await expect(page.getByText(new RegExp(`Continues from .* at step ${digits(step)}`))).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Seed', exact: true })).toHaveAttribute('readonly');
  await expectAccessible(page);
  await setNumber(page, 'Learning rate', 0.01);
  await setNumber(page, 'Steps', step + 300);
  await page.getByRole('button', { name: 'Start run' }).click();
  await expect(page).toHaveURL((url) => /\/runs\//.test(url.pathname) && url.pathname !== parent);
  await expectStatus(page, 'Completed');
  await expect(main.getByText(new RegExp(`^Step ${digits(step + 300)} of ${digits(step + 300)}$`))).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'ONNX model, folded (.onnx)' }).click();
  expect((await download).suggestedFilename()).toMatch(/^normscope-.*-fork-seed-1-folded\.onnx$/);
  await expectAccessible(page);
  const facts = page.getByRole('region', { name: 'Where and how it ran' });
  await expect(facts).toContainText(new RegExp(`Continues .* at step ${digits(step)}`));
  await facts.getByRole('link').click();
  await expect(page).toHaveURL((url) => url.pathname === parent);
});

test('a run that was stopped in the queue is resumed there and completes', async ({ page, program }) => {
  const one = await page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch('/api/settings', { method: 'PUT', headers, body: JSON.stringify({ workers: 1 }) });
    return answer.status;
  });
  expect(one).toBe(200);
  const busy = await startRun(page, ringAndDisc('busy', MANY));
  const waiting = await startRun(page, ringAndDisc('waiting', 300));
  await page.goto(`${program.origin}/runs/${waiting.id}`);
  await expectStatus(page, 'Queued');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expectStatus(page, 'Stopped');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expectStatus(page, 'Queued');
  await page.goto(`${program.origin}/runs/${busy.id}`);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expectStatus(page, 'Stopped');
  await page.goto(`${program.origin}/runs/${waiting.id}`);
  await expectStatus(page, 'Completed');
  await expect(page.getByText('Step 300 of 300', { exact: true })).toBeVisible();
});

test('a residual network with group normalization is set up in the form and trains', async ({ page }) => {
  await newRun(page);
  await page.getByRole('combobox', { name: 'Model', exact: true }).selectOption({ label: 'Residual network' });
  await setNumber(page, 'Width', 2);
  await page
    .getByRole('combobox', { name: 'Normalization', exact: true })
    .selectOption({ label: 'Group normalization' });
  await setNumber(page, 'Groups', 2);
  await setNumber(page, 'Batch size', 10);
  await setNumber(page, 'Steps', 4);
  await expect(page.getByRole('complementary', { name: 'What will be run' })).toContainText('Group norm');
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Name' }).press('Enter');
  await expect(page).toHaveURL(/\/runs\//);
  await expectStatus(page, 'Completed');
  // Not "Recorded step 4 of 4", which stands below the heat maps.
  await expect(page.getByText('Step 4 of 4', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Specification' })).toContainText('Group normalization');
  await expectAccessible(page);
});
