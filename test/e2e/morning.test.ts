import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, newPerson, signInOnPage } from '#test/support/browser.ts';
import { startDemoServer, type DemoServer } from '#test/support/demo-server.ts';

const OWN_PASSWORD = 'a long enough secret';

/** The same morning in each language: the words on what is pressed. */
const words = {
  en: {
    causes: /^Causes/,
    plan: 'Plan a re-sync of its open cases',
    make: 'Make the plan',
    confirm: 'Go to confirm',
    run: /^Re-sync [\d,]+ cases?$/,
    pause: 'Pause',
    resume: 'Go on',
    export: 'Export',
    csv: 'CSV',
  },
  zh: {
    causes: /^同因工单/,
    plan: '未结工单批量重新同步',
    make: '生成清单',
    confirm: '去确认',
    run: /^重新同步 ?[\d,]+ ?件/,
    pause: '暂停',
    resume: '继续',
    export: '导出',
    csv: 'CSV',
  },
} as const;

/** How a person works the page: by pointing, or by keys alone. */
interface Hand {
  press(target: Locator): Promise<void>;
  slide(target: Locator, key: 'Home' | 'End'): Promise<void>;
}

const mouse: Hand = {
  press: (target) => target.click(),
  async slide(target, key) {
    await target.click();
    await target.press(key);
  },
};

const keyboard: Hand = {
  async press(target) {
    await tabTo(target);
    await target.page().keyboard.press('Enter');
  },
  async slide(target, key) {
    await tabTo(target);
    await target.page().keyboard.press(key);
  },
};

/** Goes on with Tab until the target has the focus: what cannot be reached so is not there for everyone. */
async function tabTo(target: Locator): Promise<void> {
  await target.waitFor();
  const page = target.page();
  for (let i = 0; i < 250; i += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${String(target)}`);
}

/** What a supervisor does first every day: from the queue to a cause, to a plan, to its results, to a file. */
describe("the supervisor's morning", () => {
  let browser: Browser | undefined;
  let server: DemoServer;

  beforeAll(async () => {
    server = await startDemoServer();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function signedIn(login: string, language: 'en' | 'zh'): Promise<Page> {
    const context = await newPerson(browser as Browser, { language });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(server.url);
    await signInOnPage(page, login, server.passwords.get(login) ?? '', OWN_PASSWORD);
    await page.getByRole('navigation').first().waitFor();
    return page;
  }

  it.each([
    ['by mouse, in English', 'linzx', 'en', mouse, /HLR 5012/],
    ['by keyboard alone, in Chinese', 'zhouyn', 'zh', keyboard, /BIL B2031/],
  ] as const)('goes %s', async (_title, login, language, hand, cause) => {
    const say = words[language];
    const page = await signedIn(login, language);
    const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
    await page.goto(`${server.url}/cases`);
    await hand.press(page.getByRole('link', { name: say.causes }));
    await hand.press(page.getByRole('row', { name: cause }).getByRole('link'));
    await hand.press(page.getByRole('link', { name: say.plan }));
    await hand.press(button(say.make));
    await hand.press(button(say.confirm));
    // The list of sliders does not wait for them; at the rate they begin with there is no time to pause.
    await button(say.run).waitFor();
    await page.getByRole('slider').first().waitFor();
    for (const slider of await page.getByRole('slider').all()) await hand.slide(slider, 'Home');
    await hand.press(button(say.run));
    await hand.press(button(say.pause));
    await hand.press(button(say.resume));
    await button(say.pause).waitFor();
    for (const slider of await page.getByRole('slider').all()) await hand.slide(slider, 'End');
    const bar = page.getByRole('progressbar').first();
    const total = Number(await bar.getAttribute('aria-valuemax'));
    expect(total).toBeGreaterThan(3);
    await expect
      .poll(() => bar.getAttribute('aria-valuenow'), { timeout: 120_000 })
      .toBe(String(total));
    await hand.press(page.locator('summary', { hasText: say.export }));
    const coming = page.waitForEvent('download');
    await hand.press(button(say.csv));
    const file = readFileSync(await (await coming).path(), 'utf8');
    expect(file.startsWith('\uFEFF')).toBe(true);
    expect(file.trim().split('\n')).toHaveLength(total + 1);
    expect(file).not.toMatch(/(?<!\d)1[3-9]\d{9}(?!\d)/);
  });
});
