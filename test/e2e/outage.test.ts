import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, newPerson, signInOnPage } from '#test/support/browser.ts';
import { startDemoServer, type DemoServer } from '#test/support/demo-server.ts';

const OWN_PASSWORD = 'a long enough secret';
/** With some ten seconds for each, an outage is in the log within a minute. */
const STEPS_OF_A_MINUTE = 6;

/**
 * An outage and a policy from their first word to their last. Network staff read Chinese and the colleague who
 * confirms English, the manager who drafts English and the one who publishes Chinese.
 */
describe('an outage and the policy that pays for it', () => {
  let browser: Browser | undefined;
  let server: DemoServer;
  const errors: string[] = [];
  const people = new Map<string, Page>();
  let outage = '';
  let number = '';
  let policy = '';

  beforeAll(async () => {
    server = await startDemoServer();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function as(login: string, language: 'zh' | 'en'): Promise<Page> {
    const known = people.get(login);
    if (known !== undefined) return known;
    const context = await newPerson(browser as Browser, { language });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => errors.push(`${login}: ${error.message}`));
    page.on('response', (answer) => {
      if (answer.status() >= 500) errors.push(`${login}: ${answer.status()} ${answer.url()}`);
    });
    await page.goto(server.url);
    await signInOnPage(page, login, server.passwords.get(login) ?? '', OWN_PASSWORD);
    await page.getByRole('navigation').first().waitFor();
    people.set(login, page);
    return page;
  }

  const button = (place: Page | Locator, name: string | RegExp) =>
    place.getByRole('button', { name, exact: true });
  const link = (place: Page | Locator, name: string | RegExp) =>
    place.getByRole('link', { name, exact: true });
  const text = (page: Page) => page.getByRole('main').innerText();

  it('is logged by network staff in a handful of acts, its lines counted before it is saved', async () => {
    const page = await as('chenmu', 'zh');
    const steps = [
      () =>
        button(page, /^登记中断/)
          .first()
          .click(),
      () => page.getByRole('radio', { name: '中断' }).first().waitFor(),
      () => page.keyboard.press('1'),
      () => button(page, '北港区').click(),
      () => button(page, '60 分钟前').click(),
      () => page.getByRole('complementary').getByText('受影响用户').waitFor(),
      () => button(page, '登记').click(),
    ];
    for (const step of steps) await step();
    const acts = steps.length - 2;
    expect(acts).toBeLessThanOrEqual(STEPS_OF_A_MINUTE);
    await page.waitForURL(/\/outages\/\w+\/show/);
    outage = new URL(page.url()).pathname;
    await page.getByText('进行中').first().waitFor();
    const crumb = page.getByText(/^OUT-\d{6}-\d+$/).first();
    number = (await crumb.innerText()).trim();
  });

  it('is restored by them and confirmed by a colleague', async () => {
    const page = await as('chenmu', 'zh');
    await button(page, '业务已恢复').click();
    await button(page.getByRole('dialog'), '业务已恢复').click();
    await page.getByText('已恢复').first().waitFor();

    const colleague = await as('guyuan', 'en');
    await colleague.goto(`${server.url}${outage}`);
    await button(colleague, 'Confirm').click();
    await button(colleague.getByRole('dialog'), 'Confirm').click();
    await colleague.getByRole('dialog').waitFor({ state: 'detached' });
    await button(colleague, 'Confirm').waitFor({ state: 'detached' });
  });

  it('is corrected by an earlier end, and its picture shows both revisions', async () => {
    const page = await as('chenmu', 'zh');
    await page.goto(`${server.url}${outage}`);
    await link(page, '更正').click();
    await page.getByLabel('原因').first().fill('恢复时间以网管记录为准');
    const ended = page.getByLabel('结束时间').first();
    const was = await ended.inputValue();
    await ended.fill(minutesBefore(was, 10));
    await button(page, '提交更正').click();
    await page.waitForURL(/\/show$/);
    await page.locator('.o-ghost').first().waitFor();
    const picture = page.locator('.o-picturepanel');
    expect(await picture.innerText()).toContain(`止 ${was.slice(11, 16)}`);
    await expect.poll(() => picture.innerText()).toContain(minutesBefore(was, 10).slice(11, 16));
    await page.getByText('恢复时间以网管记录为准').first().waitFor();
  });

  it('is what a manager tries a draft on: a higher rate, beside the version it changes', async () => {
    const page = await as('shenqh', 'en');
    await page.goto(`${server.url}/policies`);
    await page.getByRole('link', { name: '2026-A' }).first().click();
    await button(page, 'Draft the next version').click();
    await page.getByRole('dialog').getByRole('textbox').last().fill('Journey');
    await button(page, 'Make the draft').click();
    await button(page, 'Hand in').waitFor();
    policy = new URL(page.url()).pathname;

    const owed = page.getByRole('complementary').last();
    await expect.poll(() => owed.innerText()).toContain('1,238');
    await page.getByLabel('Amount').first().fill('120');
    await expect.poll(() => owed.innerText()).toContain('1,485');
    await button(page, 'Save draft').click();
    await expect.poll(() => text(page)).toMatch(/Saved/);

    await link(page, 'Simulate').click();
    await page.waitForURL(/\/simulation\?a=\w+&b=\w+/);
    await page
      .getByLabel('Outage')
      .last()
      .selectOption({ label: await optionWith(page, number) });
    await button(page, 'Simulate').click();
    await page.waitForURL(/\/simulation\?id=/);
    await expect.poll(() => text(page), { timeout: 60_000 }).toMatch(/B less A/);
    expect(await text(page)).toMatch(/Gain\s+[1-9]/);

    await page.goto(`${server.url}${policy}`);
    await button(page, 'Hand in').click();
    const publish = button(page, 'Publish');
    await publish.waitFor();
    expect(await publish.isDisabled()).toBe(true);
  });

  it('is paid for by the new version once a second manager has published it', async () => {
    const page = await as('hejy', 'zh');
    await page.goto(`${server.url}/inbox`);
    await page
      .getByRole('link', { name: /Journey/ })
      .first()
      .click();
    await button(page, '发布').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('120').first().waitFor();
    await button(dialog, '发布').click();
    await expect.poll(() => text(page)).toMatch(/已发布\s+生效中/);
  });

  it('met no error of a page and none of the server', () => {
    expect(errors).toEqual([]);
  });
});

/** 'YYYY-MM-DD HH:mm', so many minutes earlier by the same clock. */
function minutesBefore(local: string, minutes: number): string {
  const at = Date.parse(`${local.slice(0, 16).replace(' ', 'T')}:00Z`) - minutes * 60_000;
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

/** The label of the choice that names an outage. */
async function optionWith(page: Page, number: string): Promise<string> {
  const option = page.locator('option', { hasText: number });
  await option.waitFor({ state: 'attached' });
  return (await option.textContent()) ?? '';
}
