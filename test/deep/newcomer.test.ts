import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, newPerson, signInOnPage } from '#test/support/browser.ts';
import { startDemoServer, type DemoServer } from '#test/support/demo-server.ts';

const OWN_PASSWORD = 'a long enough secret';
const MOST_CLICKS = 25;

let browser: Browser;
let server: DemoServer;
/** Every press of the mouse button, whoever made it, in the words of what was pressed. */
const clicks: string[] = [];
const faults: string[] = [];
const people = new Map<string, Page>();

beforeAll(async () => {
  server = await startDemoServer();
  browser = await launchBrowser();
}, 240_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** A person at their own screen: the printed password and an own one are typed, nothing is clicked. */
async function as(login: string): Promise<Page> {
  const known = people.get(login);
  if (known !== undefined) return known;
  const context = await newPerson(browser, { language: 'en' });
  await context.exposeFunction('pressed', (what: string) => clicks.push(`${login}: ${what}`));
  await context.addInitScript(() =>
    addEventListener(
      'pointerdown',
      ({ target }) => {
        const what = target instanceof HTMLElement ? target.innerText : '';
        (globalThis as unknown as { pressed(what: string): void }).pressed(what.slice(0, 40));
      },
      { capture: true },
    ),
  );
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (error) => faults.push(`${login}: ${error.message}`));
  page.on('response', (reply) => {
    if (reply.status() >= 500) faults.push(`${login}: ${reply.status()} ${reply.url()}`);
  });
  await page.goto(server.url);
  await signInOnPage(page, login, server.passwords.get(login) ?? '', OWN_PASSWORD);
  await page.getByRole('navigation').first().waitFor();
  people.set(login, page);
  return page;
}

const rail = (page: Page, name: RegExp) =>
  page.getByRole('navigation').first().getByRole('link', { name }).first().click();
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** As the README tells it under "What to try first". */
const steps: readonly (readonly [string, () => Promise<void>])[] = [
  [
    'fixes a failed unsubscribe: sent, read back, verified',
    async () => {
      const page = await as('linzx');
      await page
        .getByRole('row', { name: /SYN-03/ })
        .first()
        .click();
      const drawer = page.getByRole('complementary');
      await button(page, /^Re-sync R$|^Re-sync$/)
        .first()
        .waitFor();
      await drawer.getByRole('button', { name: /^Re-sync/ }).click();
      await drawer.getByText('Verified').first().waitFor({ timeout: 120_000 });
    },
  ],
  [
    'logs an outage that a colleague finds in the inbox and confirms',
    async () => {
      const page = await as('chenmu');
      await button(page, 'Log an outage').click();
      await page.getByRole('heading', { name: /^What is out/ }).waitFor();
      await page.keyboard.press('1');
      await page.getByText('北港区').or(page.getByText('Beigang')).first().click();
      await button(page, '60 min ago').click();
      await button(page, 'Log it').click();
      await button(page, 'Service is back').click();
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Enter');
      await page.getByText('Waiting to be confirmed').waitFor();

      const colleague = await as('guyuan');
      await rail(colleague, /^Inbox/);
      await colleague.getByRole('link', { name: /^Look and confirm: Data outage/ }).click();
      await button(colleague, 'Confirm').click();
      await colleague.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
      await colleague.getByText('Confirmed', { exact: true }).first().waitFor();
    },
  ],
  [
    'sees the amount change with the weights',
    async () => {
      const page = await as('chenmu');
      await rail(page, /^Time weights/);
      await page.getByRole('link', { name: '2026-A', exact: true }).click();
      await button(page, 'Copy to a new draft').click();
      await page.getByRole('dialog').getByRole('textbox').first().fill('Newcomer');
      await page.keyboard.press('Enter');
      await button(page, 'Save draft').waitFor();
      const total = page.locator('.w-sum output').first();
      const before = await total.innerText();
      await page.locator('[data-cell="0.18"]').click();
      for (let row = 0; row < 4; row += 1) {
        await page.keyboard.press('5');
        await page.keyboard.press('ArrowDown');
      }
      await expect.poll(() => total.innerText()).not.toBe(before);
    },
  ],
  [
    'makes a batch of it and submits it',
    async () => {
      const page = await as('linzx');
      await rail(page, /^Outages/);
      await page
        .getByRole('row', { name: /Data outage/ })
        .first()
        .click();
      await button(page, 'Make a batch').click();
      await button(page, 'Calculate').click();
      await button(page, 'Submit for approval').click();
      await page.getByRole('link', { name: 'Open the approval sheet' }).waitFor();
    },
  ],
  [
    'has it approved by somebody else, and sees the credits arrive',
    async () => {
      const page = await as('zhouyn');
      await rail(page, /^Inbox/);
      await page.getByRole('link', { name: /^Decide: Data outage/ }).click();
      await page.getByLabel('Your password, again').fill(OWN_PASSWORD);
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/show/);
      await page.getByText('Credited', { exact: true }).first().waitFor({ timeout: 300_000 });
    },
  ],
  [
    'exports what is left to do',
    async () => {
      const page = await as('linzx');
      await rail(page, /^Queue/);
      await page.locator('summary', { hasText: 'Export' }).click();
      const coming = page.waitForEvent('download');
      await button(page, 'CSV').click();
      expect((await coming).suggestedFilename()).toMatch(/\.csv$/);
    },
  ],
];

it(`A newcomer goes from the first sign-in to the export in at most ${MOST_CLICKS} clicks`, async () => {
  for (const [, step] of steps) await step();
  process.stdout.write(`\n${clicks.length} clicks\n${clicks.map((one) => `  ${one}\n`).join('')}`);
  expect(faults).toEqual([]);
  expect(clicks.length, clicks.join(' · ')).toBeGreaterThan(10);
  expect(clicks.length, clicks.join(' · ')).toBeLessThanOrEqual(MOST_CLICKS);
});
