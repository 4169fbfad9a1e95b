import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { CHROMIUM_ARGS, chromiumPath } from './chromium.ts';

export interface PersonOptions {
  language?: 'zh' | 'en';
  width?: number;
  height?: number;
  dark?: boolean;
}

export async function launchBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('Chromium is not installed');
  return chromium.launch({ executablePath: chromiumPath, args: CHROMIUM_ARGS });
}

/** A browser of one person, with nothing in it. Times are shown in the operator's zone whatever this one is. */
export async function newPerson(
  browser: Browser,
  options: PersonOptions = {},
): Promise<BrowserContext> {
  return browser.newContext({
    locale: options.language === 'en' ? 'en-GB' : 'zh-CN',
    colorScheme: options.dark === true ? 'dark' : 'light',
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    reducedMotion: 'reduce',
  });
}

/** Signs in on the sign-in page; a one-time password is replaced by `own`. */
export async function signInOnPage(
  page: Page,
  login: string,
  password: string,
  own?: string,
): Promise<void> {
  await page.getByRole('textbox').first().fill(login);
  await page.keyboard.press('Enter');
  const secret = page.locator('input[type="password"]').first();
  await secret.fill(password);
  await page.keyboard.press('Enter');
  if (own === undefined) return;
  // One field after the other: the repetition shows once the first is given.
  for (const id of ['#signin-next', '#signin-again']) {
    const field = page.locator(id);
    await field.waitFor({ state: 'visible' });
    await field.fill(own);
    await page.keyboard.press('Enter');
  }
}
