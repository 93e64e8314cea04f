/** Probes as a person sees them: figures of what a run measured, one more probe from the dialog, runs side by side. */
import type { RunSpecInput } from '../../engine/spec/schema.ts';
import { digits, expect, expectAccessible, expectStatus, startRun, test } from './workbench.ts';

const spec = (type: 'batch' | 'none'): RunSpecInput => ({
  name: `probed ${type}`,
  data: { dataset: 'ring-and-disc' },
  model: { hidden: [8, 8], activation: 'relu', normalization: { type } },
  training: { steps: 60, batchSize: 30 },
  probes: [{ type: 'activations', at: [0, 'end'] }],
});

test('what a run measured is drawn, and more is measured when asked for', async ({ page, program }) => {
  const run = await startRun(page, spec('batch'));
  await page.goto(`${program.origin}/runs/${run.id}`);
  await expectStatus(page, 'Completed');
  const probes = page.getByRole('region', { name: 'Probes' });
  await expect(probes.getByRole('heading', { name: 'What enters each activation' })).toBeVisible();
  await expect(probes.getByRole('img', { name: 'activation2' })).toHaveCount(2);
  await expect(probes).toContainText(new RegExp(`${digits(1000)}, training`));
  await probes.getByRole('button', { name: 'Previous record' }).click();
  await expect(probes.getByRole('slider')).toHaveAttribute('aria-valuetext', '0 of 60');
  await probes.getByRole('button', { name: /Table.*What enters each activation/ }).click();
  await expect(probes.getByRole('region', { name: 'What enters each activation' })).toContainText('Histogram');
  await expectAccessible(page);

  await probes.getByRole('button', { name: 'Take a probe' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Probe', { exact: true }).selectOption('landscape');
  await dialog.getByLabel('Other steps').fill('999');
  await expect(dialog).toContainText('is 999');
  await expect(dialog.getByRole('button', { name: 'Start', exact: true })).toBeDisabled();
  await expectAccessible(page);
  await dialog.getByLabel('Other steps').fill('30');
  await dialog.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(probes.getByRole('heading', { name: 'Slices through the loss' })).toBeVisible();
  await expect(probes.getByRole('slider')).toHaveAttribute('aria-valuetext', '60 of 60');
  await expect(probes.getByRole('img', { name: 'Two directions' })).toBeVisible();
  await expectAccessible(page);
});

test('a probe that has nothing to say of a network says why, and goes away when it is removed', async ({
  page,
  program,
}) => {
  const run = await startRun(page, { ...spec('none'), probes: [{ type: 'normalization' }] });
  await page.goto(`${program.origin}/runs/${run.id}`);
  const probes = page.getByRole('region', { name: 'Probes' });
  await expect(probes).toContainText('There are no numbers');
  await expect(probes).toContainText('no normalization layer to look at');
  await expectAccessible(page);
  await probes.getByRole('button', { name: 'Remove this record' }).click();
  await expect(probes).toContainText('Nothing was measured yet');
});

test('probes of two runs share panels, a line a run', async ({ page, program }) => {
  const runs = [await startRun(page, spec('batch')), await startRun(page, spec('none'))];
  await expect(page.getByRole('row', { name: /Completed/ })).toHaveCount(2);
  await page.goto(`${program.origin}/compare?${runs.map(({ id }) => `run=${id}`).join('&')}`);
  const probes = page.getByRole('region', { name: 'Probes, side by side' });
  const slopes = probes.getByRole('figure', { name: 'What passes each activation' });
  await expect(slopes.getByRole('img', { name: 'Shares: Mean slope' })).toBeVisible();
  // Each has panels of its own until the numbers of the other are there.
  for (const name of ['probed batch', 'probed none'])
    await expect(slopes.getByRole('listitem').filter({ hasText: name })).toBeVisible();
  await expectAccessible(page);
});
