/** When the page loads Plotly, which is several megabytes, and what it does to the page. */
import { expect, expectStatus, ringAndDisc, startRun, test } from './workbench.ts';

declare global {
  interface Window {
    /** What was to be done when the browser is idle, which the test decides. */
    whenIdle?: () => void;
  }
}

test('Plotly comes when a figure needs it or the page is idle, and brings no styles', async ({ page, program }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (/\/assets\/plotly-/.test(request.url())) asked.push(request.url());
  });
  await page.addInitScript(() => {
    window.requestIdleCallback = (work) => {
      window.whenIdle = () => work({ didTimeout: false, timeRemaining: () => 50 });
      return 1;
    };
  });
  const [one, other] = [await startRun(page, ringAndDisc('one', 40)), await startRun(page, ringAndDisc('other', 50))];
  // The page that started them was open before, and may be idle any moment.
  await page.goto('about:blank');
  asked.length = 0;

  await page.goto(`${program.origin}/runs/${one.id}`);
  await expectStatus(page, 'Completed');
  await page.waitForFunction(() => window.whenIdle !== undefined);
  expect(asked).toEqual([]);
  await page.evaluate(() => window.whenIdle!());
  await expect.poll(() => asked).toHaveLength(1);

  asked.length = 0;
  await page.goto(`${program.origin}/compare?run=${one.id}&run=${other.id}`);
  const curves = page.getByRole('region', { name: 'Curves', exact: true });
  await expect(curves.getByRole('button', { name: 'Save the figure as SVG' })).toBeEnabled();
  await expect(curves.locator('.main-svg').first()).toHaveCSS('position', 'absolute');
  expect(asked).toHaveLength(1);
  expect(await page.evaluate(() => document.querySelectorAll('style').length)).toBe(0);
});
