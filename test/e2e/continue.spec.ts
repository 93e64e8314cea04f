/** Going on with a run from its page: stop and resume it, fork it; and a convolutional network set up in the form. */
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './workbench.ts';

async function newRun(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'New run', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'New run' })).toBeVisible();
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
  await setNumber(page, 'Steps', 15_000);
  await page.getByRole('button', { name: 'Start run' }).click();
  await expect(page).toHaveURL(/\/runs\//);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(main).toContainText('Stopped');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(main).toContainText('Completed', { timeout: 60_000 });
  await expect(main).toContainText(/Step 15\s000 of 15\s000/);
  const parent = new URL(page.url()).pathname;

  await page.getByRole('link', { name: 'Fork', exact: true }).click();
  await expect(page.getByText(/Continues from .* at step 15/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Seed' })).toHaveAttribute('readonly');
  await expectAccessible(page);
  await setNumber(page, 'Learning rate', 0.01);
  await setNumber(page, 'Steps', 15_300);
  await page.getByRole('button', { name: 'Start run' }).click();
  await expect(main).toContainText('Completed');
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'ONNX model, folded (.onnx)' }).click();
  expect((await download).suggestedFilename()).toMatch(/^normscope-.*-fork-seed-1-folded\.onnx$/);
  await expectAccessible(page);
  const facts = page.getByRole('region', { name: 'Where and how it ran' });
  await expect(facts).toContainText(/Continues .* at step 15\s000/);
  await facts.getByRole('link').click();
  await expect(page).toHaveURL((url) => url.pathname === parent);
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
  await expect(page.getByRole('main')).toContainText('Completed', { timeout: 60_000 });
  await expect(page.getByText('Step 4 of 4')).toBeVisible();
  await expect(page.getByText('Group normalization').first()).toBeVisible();
  await expectAccessible(page);
});
