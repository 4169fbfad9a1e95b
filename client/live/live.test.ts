import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '#contract/events.ts';
import { createLiveRefresher, isAbout } from './live-refresher.ts';
import { createLiveSource } from './live-source.ts';
import type { EventStream } from './live-source.ts';

const CASE = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const OTHER = '01ARZ3NDEKTSV4RRFFQ69G5FAW';
const changed = (id: string | null): LiveEvent => ({ type: 'case', id, state: 'open' });

/** A browser whose clock is moved by hand. */
function fakeBrowser() {
  let now = 0;
  let timers: { at: number; act: () => void }[] = [];
  let visible = true;
  const onVisible: (() => void)[] = [];
  const opened: (EventStream & {
    url: string;
    closed: boolean;
    emit(type: string, data?: object, id?: string): void;
  })[] = [];
  return {
    opened,
    now: () => now,
    show(next: boolean) {
      visible = next;
      for (const listener of onVisible) listener();
    },
    pass(ms: number) {
      const until = now + ms;
      for (;;) {
        const next = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        timers = timers.filter((timer) => timer !== next);
        now = next.at;
        next.act();
      }
      now = until;
    },
    open(url: string) {
      const heard = new Map<string, (event: MessageEvent<string>) => void>();
      const stream = {
        url,
        closed: false,
        readyState: 0,
        onerror: null as ((event: never) => void) | null,
        addEventListener: (type: string, listener: (event: MessageEvent<string>) => void) =>
          void heard.set(type, listener),
        close() {
          this.closed = true;
          this.readyState = 2;
        },
        emit: (type: string, data: object = {}, id = '') =>
          heard.get(type)?.({
            data: JSON.stringify(data),
            lastEventId: id,
          } as MessageEvent<string>),
      };
      opened.push(stream);
      return stream;
    },
    visible: () => visible,
    onVisibility: (listener: () => void) => void onVisible.push(listener),
    after(ms: number, act: () => void) {
      const timer = { at: now + ms, act };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
  };
}

describe('the live source of a tab', () => {
  it('opens one stream however many listen, and closes it when nobody does', () => {
    const browser = fakeBrowser();
    const source = createLiveSource(browser);
    const first = source.subscribe(() => undefined);
    const second = source.subscribe(() => undefined);
    expect(browser.opened).toHaveLength(1);
    first();
    browser.pass(1);
    expect(browser.opened[0]?.closed).toBe(false);
    second();
    browser.pass(1);
    expect(browser.opened[0]?.closed).toBe(true);
  });

  it('comes back after a refusal, later each time, and polls meanwhile', () => {
    const browser = fakeBrowser();
    const source = createLiveSource(browser);
    const heard: LiveEvent[] = [];
    source.subscribe((event) => heard.push(event));
    const fail = () => {
      const stream = browser.opened.at(-1);
      if (stream === undefined) throw new Error('no stream');
      stream.readyState = 2;
      stream.onerror?.(undefined as never);
    };
    fail();
    browser.pass(2_000);
    expect(browser.opened).toHaveLength(2);
    fail();
    browser.pass(3_900);
    expect(browser.opened).toHaveLength(2);
    browser.pass(100);
    expect(browser.opened).toHaveLength(3);
    expect(heard).toEqual([]);
    browser.pass(20_000);
    expect(heard.map(({ type }) => type)).toContain('*');
    expect(source.live()).toBe(false);
    browser.opened.at(-1)?.emit('ready');
    expect(source.live()).toBe(true);
    const count = heard.length;
    browser.pass(60_000);
    expect(heard).toHaveLength(count);
  });

  it('rests in a hidden tab and goes on from the last event it has', () => {
    const browser = fakeBrowser();
    const source = createLiveSource(browser);
    source.subscribe(() => undefined);
    browser.opened[0]?.emit('ready');
    browser.opened[0]?.emit('change', changed(CASE), OTHER);
    browser.show(false);
    browser.pass(10_000);
    expect(browser.opened[0]?.closed).toBe(false);
    browser.pass(10_000);
    expect(browser.opened[0]?.closed).toBe(true);
    browser.show(true);
    expect(browser.opened[1]?.url).toBe(`/api/events?after=${OTHER}`);
  });

  it('asks for everything when it comes back without knowing where it was', () => {
    const browser = fakeBrowser();
    const heard: LiveEvent[] = [];
    createLiveSource(browser).subscribe((event) => heard.push(event));
    browser.opened[0]?.emit('ready');
    expect(heard).toEqual([]);
    browser.show(false);
    browser.pass(20_000);
    browser.show(true);
    browser.opened[1]?.emit('ready');
    expect(heard.map(({ type }) => type)).toEqual(['*']);
  });
});

describe('what an event refreshes', () => {
  it('is every list of the resource, and of its records the one that changed', () => {
    const events = [changed(CASE)];
    expect(isAbout(['cases', 'getList', { filter: { assigneeId: OTHER } }], events)).toBe(true);
    expect(isAbout(['cases', 'counts'], events)).toBe(true);
    expect(isAbout(['cases', 'getOne', { id: CASE }], events)).toBe(true);
    expect(isAbout(['cases', 'getOne', { id: OTHER }], events)).toBe(false);
    expect(isAbout(['cases', 'getOne', { id: OTHER }], [changed(null)])).toBe(true);
  });

  it('is refreshed once for a burst', () => {
    const browser = fakeBrowser();
    const source = createLiveSource(browser);
    const queries = new QueryClient();
    queries.setQueryData(['cases', 'getList'], []);
    queries.setQueryData(['outages', 'getList'], []);
    queries.setQueryData(['staff', 'getList'], []);
    let refreshes = 0;
    queries.getQueryCache().subscribe((change) => {
      if (change.type === 'updated' && change.action.type === 'invalidate') refreshes += 1;
    });
    const refresher = createLiveRefresher(queries, source, browser);
    refresher.add({ types: ['case'], keys: ['cases'] });
    refresher.add({ types: ['case', 'outage'], keys: ['cases', 'outages'] });
    refresher.add({ types: ['staff'], keys: ['staff'] });
    const isStale = (key: string) => queries.getQueryState([key, 'getList'])?.isInvalidated;
    for (let n = 0; n < 50; n += 1) browser.opened[0]?.emit('change', changed(null));
    browser.pass(300);
    expect(['cases', 'outages', 'staff'].map(isStale)).toEqual([true, true, false]);
    expect(refreshes).toBe(2);
    refreshes = 1;
    queries.setQueryData(['cases', 'getList'], []);
    browser.opened[0]?.emit('change', changed(null));
    browser.pass(1_000);
    expect(refreshes).toBe(1);
    browser.pass(1_000);
    expect(refreshes).toBe(2);
  });
});
