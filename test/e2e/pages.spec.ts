/** Single pages: what a person does on them, by mouse and by keyboard. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { pnm } from '../support/pictures.ts';
import { expect, expectAccessible, expectStatus, test } from './workbench.ts';

test('the first run starts in one click, goes to the trash and comes back', async ({ page }) => {
  await page.getByRole('button', { name: 'Train on points in the plane' }).click();
  await expectStatus(page, 'Completed');
  // The notice stays for some seconds only; the clock of the page stands still until it was used.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 1000);
  await page.getByRole('button', { name: 'Move to trash' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.clock.resume();
  await page.getByRole('link', { name: 'Runs', exact: true }).first().click();
  await expect(page.getByRole('row', { name: /Completed/ })).toHaveCount(1);
});

test('a run that diverged says what went wrong, and leads to the curves', async ({ page }) => {
  const made = await page.evaluate(async () => {
    const spec = {
      ...{ name: 'too fast', data: { dataset: 'spirals' }, optimizer: { type: 'sgd', learningRate: 1e9 } },
      ...{ model: { activation: 'relu', normalization: { type: 'none' } }, training: { steps: 200, batchSize: 20 } },
    };
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch('/api/runs', { method: 'POST', headers, body: JSON.stringify({ spec }) });
    return ((await answer.json()) as { runs: { id: string }[] }).runs[0]!.id;
  });
  await page.goto(new URL(`/runs/${made}`, page.url()).href);
  const panel = page.getByRole('region', { name: 'What went wrong' });
  await expect(panel.getByRole('heading', { name: 'Serious: Diverged' })).toBeVisible();
  await expect(panel).toContainText(/The run diverged at step \d+; the first layer that is not finite is \w+/);
  await expect(panel).toContainText('What to do: Divide the learning rate by 10');
  await expectAccessible(page);
  await panel.getByRole('link', { name: 'See the curves' }).click();
  await expect(page).toHaveURL(/#curves$/);
  await expect(page.getByRole('heading', { name: 'Curves', exact: true })).toBeInViewport();
});

test('wrong input is explained beside the field, and nothing is lost', async ({ page }) => {
  await page.getByRole('link', { name: 'New run', exact: true }).first().click();
  await page.getByRole('textbox', { name: 'Batch size', exact: true }).fill('1');
  await expect(page.getByText(/every standardized value is 0/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Batch size', exact: true }).fill('50');
  await expect(page.getByText(/every standardized value is 0/)).toHaveCount(0);
});

test('a probe that was chosen in the form is taken while the run trains', async ({ page }) => {
  await page.getByRole('link', { name: 'New run', exact: true }).first().click();
  await page.getByRole('combobox', { name: 'Start from' }).selectOption('ring-and-disc');
  await page.getByRole('textbox', { name: 'Steps', exact: true }).fill('20');
  await page.getByRole('button', { name: 'Add a probe' }).press('Enter');
  await expect(page.getByRole('combobox', { name: 'Probe', exact: true })).toBeFocused();
  const steps = page.getByRole('textbox', { name: 'Other steps, separated by commas' });
  await steps.fill('5, 21');
  await expect(page.getByText('is 21, but training.steps is 20')).toBeVisible();
  await steps.fill('5');
  await expect(page.getByText(/^about .+ each, .+ in all$/)).toBeVisible();
  await expectAccessible(page);
  await steps.press('Enter');
  await expectStatus(page, 'Completed');
  const taken = await page.evaluate(async () => {
    const answer = await fetch(`/api${location.pathname}/probes`);
    const { probes } = (await answer.json()) as { probes: { step: number; probe: { type: string } }[] };
    return probes.map(({ step, probe }) => [step, probe.type]);
  });
  expect(taken).toEqual([
    [5, 'activations'],
    [20, 'activations'],
  ]);
});

test('a table is previewed before it is imported, and refused with the reason where it is damaged', async ({
  page,
  program,
}) => {
  const good = `${program.folder}/points.csv`;
  const rows = Array.from({ length: 60 }, (_, i) => `${Math.sin(i)},${Math.cos(i)},${i % 2 === 0 ? 'even' : 'odd'}`);
  writeFileSync(good, `x,y,parity\n${rows.join('\n')}\n`);
  await page.getByRole('link', { name: 'Datasets', exact: true }).first().click();
  await expect(page.getByRole('link', { name: 'digits', exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Import' }).first().click();
  await page.getByLabel('Choose files').setInputFiles(good);
  await expect(page.getByRole('dialog')).toContainText('parity');
  await expectAccessible(page);
});

test('a folder of images is looked at, resized, imported and shown in colour', async ({ page, program }) => {
  for (const [name, color] of [
    ['red', [220, 40, 40]],
    ['blue', [40, 60, 220]],
  ] as const)
    for (let i = 0; i < 8; i++) {
      const { name: path, bytes } = pnm(`shapes/${name}/${i}.ppm`, 6 + i, 8, color);
      mkdirSync(`${program.folder}/shapes/${name}`, { recursive: true });
      writeFileSync(`${program.folder}/${path}`, bytes);
    }
  await page.getByRole('link', { name: 'Datasets', exact: true }).first().click();
  await page.getByRole('button', { name: 'Import' }).first().click();
  await page.getByLabel('Choose a folder').setInputFiles(`${program.folder}/shapes`);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('pixels, but');
  await dialog.getByLabel('Bring all to one size').check();
  await dialog.getByLabel('Width').fill('12');
  await dialog.getByLabel('Width').press('Tab');
  await expect(dialog).toContainText(/16 samples of shape 3\s×\s32\s×\s12, 2 classes/);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(page).toHaveURL(/datasets\/shapes$/);
  const canvas = page.getByRole('img', { name: /Class red/ }).locator('canvas');
  const isRed = (): Promise<boolean> =>
    canvas.evaluate((element: HTMLCanvasElement) => {
      const [red, , blue] = element.getContext('2d')!.getImageData(3, 3, 1, 1).data;
      return red! > 200 && blue! < 60;
    });
  await expect.poll(isRed).toBe(true);
  await expectAccessible(page);
});

test.describe('in the dark', () => {
  test.use({ colorScheme: 'dark' });
  test('the pages are legible', async ({ page, program }) => {
    for (const path of ['/', '/new', '/datasets', '/datasets/ring-and-disc', '/compare', '/studies', '/studies/new']) {
      await page.goto(program.origin + path);
      await expect(page.getByRole('heading').first()).toBeVisible();
      await expectAccessible(page);
    }
  });
});
