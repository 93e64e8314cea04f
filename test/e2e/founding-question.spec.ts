/**
 * The whole way, as a person goes it: set up the network of the paper with and without batch normalization, train both,
 * find them again, compare them, and take a report away.
 */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Comparison } from '../../app/contract/compare.ts';
import { expect, expectAccessible, expectStatus, test } from './workbench.ts';

async function startPreset(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: 'New run', exact: true }).first().click();
  await page.getByLabel('Start from').selectOption({ label: title });
  await page.getByRole('button', { name: 'Start run' }).click();
  await expect(page).toHaveURL(/\/runs\//);
}

test('batch normalization reaches 85 % in a third of the steps, and a report says so', async ({ page, program }) => {
  await expect(page.getByRole('heading', { name: 'No runs yet' })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('link', { name: 'New run', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'New run', exact: true })).toBeVisible();
  await expect(page.getByText(/largest at x = ±1\.317/)).toBeVisible();
  await expectAccessible(page);

  await startPreset(page, 'Sigmoid, batch norm');
  await startPreset(page, 'Sigmoid, no normalization');
  await expectStatus(page, 'Completed');
  await page.getByRole('link', { name: 'Runs', exact: true }).first().click();
  await expect(page.getByRole('row', { name: /Completed/ })).toHaveCount(2);
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Sigmoid, batch norm', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'norm3: batch mean', exact: true })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Population statistics', exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.goto(program.origin);

  await page.getByRole('checkbox', { name: 'Select Sigmoid, batch norm' }).check();
  await page.getByRole('checkbox', { name: 'Select Sigmoid, no normalization' }).check();
  await page
    .getByRole('toolbar', { name: 'Selected runs' })
    .getByRole('link', { name: 'Compare', exact: true })
    .click();
  await expect(page).toHaveURL(/\/compare\?/);
  await expect(page.getByText('Steps to target').first()).toBeVisible();
  // Only a figure that is drawn could offer what must not be there.
  await expect(page.getByRole('button', { name: 'Save the figure as SVG' })).toBeEnabled();
  await expect(page.getByText('Share chart')).toHaveCount(0);
  await expectAccessible(page);

  const query = new URL(page.url()).search;
  const comparison = await page.evaluate(
    async (search) => (await (await fetch(`/api/compare${search}`)).json()) as Comparison,
    query,
  );
  const steps = Object.fromEntries(
    comparison.runs.map((run, i) => [run.spec.model.normalization.type, comparison.stepsToTarget.values[i]]),
  );
  expect(steps['batch']).toBeGreaterThan(0);
  expect(steps['batch']! * 3).toBeLessThanOrEqual(steps['none']!);
  for (const value of Object.values(steps)) await expect(page.getByRole('main')).toContainText(String(value));

  const report = await page.evaluate(async (search) => {
    const answer = await fetch(`/api/export${search}&format=html`);
    return { status: answer.status, text: await answer.text() };
  }, query);
  expect(report.status).toBe(200);
  expect(report.text).toContain('<svg');
  expect(report.text).not.toMatch(/(src|href)="https?:/);
  expect(readFileSync(`${program.folder}/runs.db`).subarray(0, 15).toString()).toBe('SQLite format 3');
});
