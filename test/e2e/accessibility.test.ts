import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page, Request, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, newPerson, signInOnPage } from '#test/support/browser.ts';
import { startDemoServer, type DemoServer } from '#test/support/demo-server.ts';
import { pagesOf } from '#test/support/pages.ts';

const OWN_PASSWORD = 'a long enough secret';
const DEEP = process.env['REDRESS_TEST_DEEP'] === 'on';
interface View {
  language: 'zh' | 'en';
  dark: boolean;
  width: number;
}
/** The normal run takes every page once, the views in turn; the deep run every page in all of them. */
const VIEWS: readonly View[] = [
  { language: 'zh', dark: false, width: 1440 },
  { language: 'en', dark: true, width: 390 },
  { language: 'zh', dark: false, width: 390 },
  { language: 'en', dark: true, width: 1440 },
];
const FURTHER_VIEWS: readonly View[] = [
  { language: 'en', dark: false, width: 1440 },
  { language: 'zh', dark: true, width: 1440 },
  { language: 'en', dark: false, width: 320 },
];
const PEOPLE = [
  ['linzx', pagesOf.supervisor],
  ['chenmu', pagesOf.network_ops],
  ['shenqh', pagesOf.manager],
  ['admin', pagesOf.administrator],
] as const;

/** Pages whose main part is one list, and what it is read from. */
const LISTS = [
  ['/cases', 'cases'],
  ['/cause-groups', 'cause-groups'],
  ['/rule-reviews', 'rule-reviews'],
  ['/refusals', 'refusals'],
  ['/bulk', 'plans'],
  ['/imports', 'imports'],
  ['/tasks', 'tasks'],
  ['/inbox', 'inbox'],
  ['/notices', 'notices'],
  ['/outages', 'outages'],
  ['/compensation-batches', 'compensation-batches'],
  ['/audit-events', 'audit-events'],
] as const;

const NOTHING_WAITS = { groups: [], total: 0 };

/** What a list can be besides full. */
const LIST_STATES = {
  empty: (route: Route) =>
    route.fulfill({
      headers: { 'X-Total-Count': '0' },
      json: new URL(route.request().url()).pathname === '/api/inbox' ? NOTHING_WAITS : [],
    }),
  loading: () => Promise.resolve(),
  failing: (route: Route) =>
    route.fulfill({
      status: 503,
      json: { code: 'unavailable', message: 'errors.unavailable', requestId: 'A1B2C3' },
    }),
} as const;
/** Until the shape of what comes, or what is told instead of it, stands. */
const SETTLE_MS = 800;
/** Without a request for as long, a page has all it asked for. */
const QUIET_MS = 350;

const RECORD = /\{([a-z-]+)(?::(\w+))?(\?.*)?\}/;

/** The address with the first record of the list it names. */
async function addressOf(page: Page, path: string): Promise<string> {
  const [whole, resource, field = 'id', query = ''] = RECORD.exec(path) ?? [];
  if (whole === undefined) return path;
  const answer = await page.request.get(
    new URL(`/api/${resource}${encodeURI(query)}`, page.url()).href,
  );
  const [row] = (await answer.json()) as Record<string, unknown>[];
  expect(row, `a record for ${path}`).toBeDefined();
  return path.replace(whole, String(row?.[field]));
}

/** Goes to a page as a link does, without loading the console again. */
async function walkTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    window.history.pushState(null, '', to);
    window.dispatchEvent(new PopStateEvent('popstate', { state: null }));
  }, path);
}

/** Waits until the page has asked for nothing for a while; the stream of events never ends. */
function settledOf(page: Page): () => Promise<void> {
  const open = new Set<Request>();
  let lastAt = performance.now();
  const ended = (request: Request) => {
    open.delete(request);
    lastAt = performance.now();
  };
  page.on('request', (request) => {
    if (request.resourceType() === 'eventsource') return;
    open.add(request);
    lastAt = performance.now();
  });
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  return async () => {
    lastAt = performance.now();
    while (open.size > 0 || performance.now() - lastAt < QUIET_MS) await page.waitForTimeout(50);
  };
}

const inTurn = (paths: readonly string[], view: View) =>
  DEEP ? paths : paths.filter((_, index) => index % VIEWS.length === VIEWS.indexOf(view));

/** What is wrong with the page that is shown: rules of axe, and width it does not have. */
async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    // Without frames of other origins there is nothing to gather in a page of its own.
    .setLegacyMode(true)
    .analyze();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`),
    ...(overflow > 0 ? [`${overflow} px too wide`] : []),
  ];
}

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

  describe.each(DEEP ? [...VIEWS, ...FURTHER_VIEWS] : VIEWS)(
    'in $language, dark: $dark, $width px wide',
    (view) => {
      it.each(PEOPLE)('passes axe and fits the width, for %s', async (login, paths) => {
        const own = inTurn(paths, view);
        if (own.length === 0) return;
        const page = await signedIn(login, view);
        const settled = settledOf(page);
        const faults: string[] = [];
        for (const path of own) {
          await walkTo(page, await addressOf(page, path));
          await settled();
          await page.getByRole('heading').first().waitFor();
          faults.push(...(await faultsOf(page)).map((fault) => `${path} ${fault}`));
        }
        expect(faults).toEqual([]);
        await page.context().close();
      });

      it.runIf(DEEP).each(Object.keys(LIST_STATES) as (keyof typeof LIST_STATES)[])(
        'passes axe while a list is %s',
        async (state) => {
          const page = await signedIn('linzx', view);
          const faults: string[] = [];
          for (const [path, resource] of LISTS) {
            const isList = ({ pathname }: URL) => pathname === `/api/${resource}`;
            await page.route(isList, LIST_STATES[state]);
            await page.goto(`${server?.url ?? ''}${path}`);
            await page.getByRole('heading').first().waitFor();
            await page.waitForTimeout(SETTLE_MS);
            faults.push(...(await faultsOf(page)).map((fault) => `${path} ${fault}`));
            await page.unroute(isList);
          }
          expect(faults).toEqual([]);
          await page.context().close();
        },
      );
    },
  );

  /** A page of that person, in that view; a one-time password is replaced at the first time. */
  async function signedIn(login: string, view: View): Promise<Page> {
    const context = await newPerson(browser as Browser, view);
    const page = await context.newPage();
    await page.goto(server?.url ?? '');
    const chosen = passwords.get(login);
    const printed = server?.passwords.get(login) ?? '';
    await signInOnPage(
      page,
      login,
      chosen ?? printed,
      chosen === undefined ? OWN_PASSWORD : undefined,
    );
    passwords.set(login, OWN_PASSWORD);
    // The sign-in page has a main part too: only the console has ways to go.
    await page.getByRole('navigation').first().waitFor({ state: 'attached' });
    if (view.language === 'en' && view.width > 600)
      await page.getByRole('button', { name: 'English' }).click();
    return page;
  }
});
