import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, newPerson, signInOnPage } from '#test/support/browser.ts';
import { startDemoServer, type DemoServer } from '#test/support/demo-server.ts';
import { pagesOf } from '#test/support/pages.ts';

const OWN_PASSWORD = 'a long enough secret';
const DEEP = process.env['REDRESS_TEST_DEEP'] === 'on';
/** Each theme, language and width at least once; the deep run takes all of them. */
const VIEWS = [
  { language: 'zh', dark: false, width: 1440 },
  { language: 'en', dark: true, width: 390 },
  ...(DEEP
    ? ([
        { language: 'en', dark: false, width: 1440 },
        { language: 'zh', dark: true, width: 1440 },
        { language: 'zh', dark: false, width: 390 },
        { language: 'en', dark: false, width: 320 },
      ] as const)
    : []),
] as const;
const PEOPLE = [
  ['linzx', pagesOf.supervisor],
  ['chenmu', pagesOf.network_ops],
  ['admin', pagesOf.administrator],
] as const;

describe('every page', () => {
  let browser: Browser | undefined;
  let server: DemoServer | undefined;
  const passwords = new Map<string, string>();

  beforeAll(async () => {
    server = await startDemoServer();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  describe.each(VIEWS)('in $language, dark: $dark, $width px wide', (view) => {
    it.each(PEOPLE)('passes axe and fits the width, for %s', async (login, paths) => {
      const context = await newPerson(browser as Browser, view);
      const page = await context.newPage();
      const url = server?.url ?? '';
      await page.goto(url);
      const own = passwords.get(login);
      const printed = server?.passwords.get(login) ?? '';
      await signInOnPage(page, login, own ?? printed, own === undefined ? OWN_PASSWORD : undefined);
      passwords.set(login, OWN_PASSWORD);
      await page.getByRole('main').first().waitFor();
      if (view.language === 'en' && view.width > 600)
        await page.getByRole('button', { name: 'English' }).click();
      for (const path of paths) {
        await page.goto(`${url}${path}`);
        await page.getByRole('heading').first().waitFor();
        await page.waitForLoadState('networkidle');
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
          .analyze();
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
        expect([path, found]).toEqual([path, []]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        expect(overflow, path).toBeLessThanOrEqual(0);
      }
      await context.close();
    });
  });
});
