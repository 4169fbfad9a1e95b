import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, newPerson, signInOnPage } from '#test/support/browser.ts';
import { startDemoServer, type DemoServer } from '#test/support/demo-server.ts';

const OWN_PASSWORD = 'a long enough secret';
const FIXTURES = 'test/fixtures';

/** The main job, as the people of an operator do it, one after the other, on the demo. */
describe('the journey', () => {
  let browser: Browser | undefined;
  let server: DemoServer;
  const people = new Map<string, { context: BrowserContext; page: Page }>();
  const violations: string[] = [];
  let outageUrl = '';
  let batchUrl = '';

  beforeAll(async () => {
    server = await startDemoServer();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** The page of a person, signed in the first time with the printed one-time password. */
  async function as(login: string): Promise<Page> {
    const known = people.get(login);
    if (known !== undefined) return known.page;
    const context = await newPerson(browser as Browser, { language: 'en' });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => violations.push(`${login}: ${error.message}`));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text()))
        violations.push(`${login}: ${message.text()}`);
    });
    await page.goto(server.url);
    await signInOnPage(page, login, server.passwords.get(login) ?? '', OWN_PASSWORD);
    await page.getByRole('navigation').first().waitFor();
    people.set(login, { context, page });
    await page.getByRole('button', { name: 'English' }).click();
    return page;
  }

  const go = (page: Page, path: string) => page.goto(`${server.url}${path}`);

  async function importFile(page: Page, kind: RegExp, file: string, asOf?: string): Promise<void> {
    await go(page, '/imports/create');
    await page.getByRole('radio', { name: kind }).check();
    await page.locator('input[type="file"]').setInputFiles(`${FIXTURES}/${file}`);
    if (asOf !== undefined) await page.locator('input[type="date"]').fill(asOf);
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.getByRole('button', { name: 'Start the dry run' }).click();
    await page.getByRole('button', { name: /^Import [\d,]+ / }).click({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Import another file' }).waitFor({ timeout: 120_000 });
  }

  it('imports the samples: failed unsubscribes with their rejects, and the snapshot of lines', async () => {
    const page = await as('linzx');
    await importFile(page, /Failed unsubscribes/, 'boss-unsubscribe-failures.csv');
    const report = page.getByRole('main');
    expect(await report.innerText()).toContain('3,009');
    await page.getByRole('link', { name: /cases in the queue/ }).click();
    await page.waitForURL(/\/cases\?/);
    await expect.poll(() => page.getByRole('main').innerText()).toMatch(/of 2,9\d\d/);
    await importFile(page, /Subscriber snapshot/, 'subscribers.csv');
  });

  it('fixes one failed unsubscribe: sent, read back from four systems, verified', async () => {
    const page = await as('linzx');
    const filter = encodeURIComponent(
      JSON.stringify({ stateGroup: 'open_any', failureCode: ['SYN-03'], state: ['open'] }),
    );
    await go(page, `/cases?filter=${filter}&sort=requestedAt&order=DESC`);
    await page.locator('.r-worktable tbody a, .r-worktable tbody button').first().click();
    const drawer = page.getByRole('complementary');
    await drawer.getByRole('button', { name: /^Re-sync/ }).click();
    await page.getByText('Verified').first().waitFor({ timeout: 60_000 });
  });

  it('sees the weighted hours of an interval change as another weight is painted', async () => {
    const page = await as('chenmu');
    await go(page, '/weight-profiles');
    await page.getByRole('link', { name: '2026-A' }).click();
    await page.getByRole('button', { name: 'Copy to a new draft' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').first().fill('Journey');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save draft' }).waitFor();
    const total = page.locator('.w-sum output').first();
    const before = await total.innerText();
    // By keyboard alone, and on every kind of day, because the interval may lie on any: 18 to 19 o'clock at × 1.5.
    await page.locator('[data-cell="0.0"]').focus();
    for (let hour = 0; hour < 18; hour += 1) await page.keyboard.press('ArrowRight');
    for (let row = 0; row < 4; row += 1) {
      await page.keyboard.press('5');
      await page.keyboard.press('ArrowDown');
    }
    await expect.poll(() => total.innerText()).not.toBe(before);
    await page.getByRole('button', { name: 'Save draft' }).click();
  });

  it('logs an outage with its weighted hours and counted lines in view, and a colleague confirms it', async () => {
    const page = await as('chenmu');
    await go(page, '/outages/create');
    await page.getByLabel('Title').fill('Journey: fibre cut in Beigang');
    const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel('Began').first().fill(`${day} 18:00`);
    await page.getByLabel('Ended').first().fill(`${day} 20:30`);
    await page.getByLabel(/990102/).check();
    await page.getByLabel('Cause').selectOption({ index: 1 });
    const side = page.getByRole('complementary').last();
    await expect.poll(() => side.innerText(), { timeout: 30_000 }).toMatch(/150|180/);
    await expect.poll(() => side.innerText(), { timeout: 30_000 }).toMatch(/1,[3-6]\d\d/);
    await page.getByRole('button', { name: 'Log the outage' }).click();
    await page.waitForURL(/\/outages\/\w+\/show/);
    outageUrl = new URL(page.url()).pathname;
    expect(await page.getByRole('button', { name: 'Confirm' }).isDisabled()).toBe(true);

    const colleague = await as('guyuan');
    await go(colleague, outageUrl);
    await colleague.getByRole('button', { name: 'Confirm' }).click();
    await colleague.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
    await colleague.getByText('Confirmed').first().waitFor();
  });

  it('makes a batch, calculates it, explains a line and submits it; its maker cannot approve', async () => {
    const page = await as('linzx');
    await go(page, outageUrl);
    await page.getByRole('button', { name: 'Make a batch' }).click();
    await page.waitForURL(/\/compensation-batches\/\w+\/show/);
    batchUrl = new URL(page.url()).pathname;
    await page.getByRole('button', { name: 'Calculate' }).click();
    await page.getByRole('button', { name: 'Submit for approval' }).waitFor({ timeout: 60_000 });
    await page.locator('.r-worktable tbody button').first().click();
    await page.getByRole('dialog').getByText('Owed').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Submit for approval' }).click();
    await page.getByRole('link', { name: 'Open the approval sheet' }).click();
    await page.getByText('Somebody else must decide').waitFor();
    expect(await page.getByRole('button', { name: /^Approve/ }).count()).toBe(0);
  });

  it('is approved by somebody who made none of it, and the credits arrive', async () => {
    const page = await as('zhouyn');
    await go(page, batchUrl.replace('/show', '/approve'));
    const blocked = page.getByText('not yours to approve');
    const approve = page.getByRole('button', { name: /^Approve [\d,]+ MB for [\d,]+ customers/ });
    await approve.or(blocked).first().waitFor();
    const approver = (await blocked.isVisible()) ? await as('shenqh') : page;
    if (approver !== page) await go(approver, batchUrl.replace('/show', '/approve'));
    await approver.getByLabel('Your password, again').fill('not my password');
    await approver.getByRole('button', { name: /^Approve/ }).click();
    await approver.getByRole('alert').waitFor();
    await approver.getByLabel('Your password, again').fill(OWN_PASSWORD);
    await approver.getByRole('button', { name: /^Approve/ }).click();
    await approver.waitForURL(/\/show/);
    await approver.getByText('Credited', { exact: true }).first().waitFor({ timeout: 200_000 });
    await expect
      .poll(() => approver.locator('.r-progress').innerText(), { timeout: 200_000 })
      .toMatch(/([\d,]+) of \1/);
  });

  it('opens the Pareto and clicks through to exactly the cases behind a bar', async () => {
    const page = await as('shenqh');
    await go(page, '/dashboard');
    const bar = page.getByRole('link', { name: /SYN-03/ }).first();
    await bar.waitFor();
    const count = /([\d,]+)(?=\s*(?:\d+%)?\s*$)/.exec(
      (await bar.innerText()).replaceAll('\n', ' '),
    );
    await bar.click();
    await page.waitForURL(/\/cases\?/);
    await expect.poll(() => page.getByRole('main').innerText()).toMatch(/of [\d,]+/);
    const total = /of ([\d,]+)/.exec(await page.locator('.r-pager').innerText())?.[1];
    expect(total).toBe(count?.[1]);
  });

  it('met no violation of the content security policy and no error of its own', () => {
    expect(violations).toEqual([]);
  });
});
