/** A study from its question to its verdict, set up and run in the page. */
import { expect, expectAccessible, expectStatus, test } from './workbench.ts';

/** Picks a field from the list by the words that a person would search for. */
async function pick(page: import('@playwright/test').Page, button: string, words: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.getByLabel('Search fields').fill(words);
  await page.getByLabel('Search fields').press('Enter');
}

test('a study is set up by picking fields, predicted, run and judged', async ({ page }) => {
  await page.getByRole('link', { name: 'Studies', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'Your studies' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'New study' }).click();
  await page.getByLabel('Title', { exact: true }).fill('Normalization of points');
  await page.getByLabel('Seeds', { exact: true }).fill('1, 2');
  await page.getByLabel('What all runs share').selectOption({ label: 'Ring and disc, batch norm' });
  await pick(page, 'Change a setting', 'steps');
  await page.getByRole('textbox', { name: 'Steps', exact: true }).fill('20');
  await pick(page, 'Add a factor', 'normalization');
  await page.getByRole('checkbox', { name: 'None', exact: true }).check();
  await pick(page, 'Add a factor', 'learning rate');
  await page.getByLabel('Values of Learning rate').fill('0.1, 0.3');
  await page.getByLabel('How learning rate is used').selectOption('best');
  await page.getByLabel('Baseline', { exact: true }).selectOption('none');
  await page.getByLabel('Decide a claim').check();
  await page.getByLabel('Threshold', { exact: true }).fill('-2');
  await page.getByLabel('Held against').selectOption('every-seed');
  await page.getByLabel('Least number of seeds').fill('2');
  await expect(page.getByRole('complementary')).toContainText(/Runs\s*8/);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create study' }).click();

  await expect(page.getByRole('heading', { name: 'Normalization of points' })).toBeVisible();
  await page.getByRole('textbox', { name: 'What do you expect?' }).fill('No difference so soon');
  await page.getByRole('button', { name: 'Keep my prediction' }).click();
  await expect(page.getByRole('button', { name: 'Kept' })).toBeVisible();
  await page.getByRole('button', { name: 'Start', exact: true }).click();

  const verdict = page.getByRole('region', { name: 'Verdict' });
  await expect(verdict).toContainText('All 2 comparisons meet it');
  await expect(verdict).toContainText('Supported');
  await expect(verdict).toContainText('No difference so soon');
  const table = page.getByRole('region', { name: 'Results, table' });
  await expect(table.getByRole('row', { name: /^batch 2 0/ })).toContainText('edge of the grid');
  await expect(page.getByRole('img', { name: 'Curves, mean over seeds' })).toBeVisible();
  await expectAccessible(page);

  const kept = page.getByRole('figure', { name: 'All runs, parallel coordinates' }).getByRole('status');
  await expect(kept).toHaveText('8 runs');
  await page.getByRole('slider', { name: 'Axis learning rate' }).press('ArrowUp');
  await expect(kept).toHaveText('4 of 8 runs');
  await page.getByRole('slider', { name: 'Axis learning rate' }).press('Escape');
  await expect(kept).toHaveText('8 runs');

  await page.getByRole('button', { name: 'More seeds' }).click();
  await page.getByLabel('Seeds altogether').fill('3');
  await page.getByRole('button', { name: 'Run them' }).click();
  await expect(verdict).toContainText('All 3 comparisons meet it');
});

test('what is wrong with a study is said at the field, and runs become a study', async ({ page }) => {
  await page.goto(new URL('/studies/new?preset=ring-and-disc', page.url()).href);
  await page.getByLabel('Title', { exact: true }).fill('Rates');
  await pick(page, 'Add a factor', 'learning rate');
  const values = page.getByLabel('Values of Learning rate');
  await values.fill('0.1, -1');
  await expect(page.getByRole('complementary')).toContainText('optimizer.learningRate');
  await expect(page.getByRole('group', { name: 'Factor learning rate' })).toContainText('it must be more than 0');
  await expect(values).toHaveAttribute('aria-invalid', 'true');
  await values.fill('0.1, 0.2');
  await expect(page.getByRole('complementary')).toContainText(/Runs\s*6/);

  await page.getByRole('link', { name: 'Runs', exact: true }).first().click();
  await page.getByRole('button', { name: 'Train on points in the plane' }).click();
  await expectStatus(page, 'Completed');
  await page.getByRole('link', { name: 'Runs', exact: true }).first().click();
  await page.getByRole('checkbox', { name: 'Select all listed runs' }).check();
  await page.getByRole('link', { name: 'Make a study' }).click();
  await expect(page.getByLabel('What all runs share')).toHaveValue(/^run:/);
});
