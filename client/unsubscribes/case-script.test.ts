import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as scripts from '../messages/unsubscribes-scripts.ts';
import { scriptOf } from './case-script.ts';

const codeFile = JSON.parse(
  readFileSync(new URL('../../server/seed/data/failure-codes.json', import.meta.url), 'utf8'),
) as { codes: { code: string }[] };

type Facts = Parameters<typeof scriptOf>[0];

const NOW = Date.UTC(2026, 10, 22, 3);
const DAY = 86_400_000;

function wordsOf(catalogue: object) {
  const t = (key: string, args: Record<string, unknown> = {}) => {
    const parts = key.replace('unsubscribes.scripts.', '').split('.');
    let found: unknown = catalogue;
    for (const part of parts)
      found = typeof found === 'object' && found !== null ? Reflect.get(found, part) : undefined;
    const text = typeof found === 'string' ? found : String(args['_'] ?? key);
    return text.replaceAll(/%\{(\w+)\}/g, (_, name: string) => String(args[name]));
  };
  const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const money = (fen: number) => `¥${(fen / 100).toFixed(2)}`;
  return { t, locale: 'zh', at: iso, day: iso, date: (on: string) => on, money, now: NOW };
}

const lamp = (actual: 'active' | 'cancelled', seenAt: number | null) => ({
  ...{ actual, seenAt, tone: 'agree' as const },
});

function facts(change: Partial<Facts> = {}): Facts {
  const read = lamp('cancelled', NOW - 1000);
  return {
    ...{ state: 'open', wanted: 'cancelled', wantedFromAt: NOW - DAY, failureCode: 'SYN-03' },
    ...{ productName: '手机阅读', requestedAt: NOW - 2 * DAY, notBeforeAt: null, dueAt: null },
    ...{ overchargeFen: 0, nextChargeAt: null, contractEndOn: null },
    lamps: { crm: read, platform: read, network: read, billing: lamp('active', NOW) },
    ...change,
  };
}

describe('the script to read aloud', () => {
  it.each([
    ['en', scripts.en],
    ['zh', scripts.zh],
  ])('knows every code of the catalogue in %s', (_, catalogue) => {
    const codes = codeFile.codes.map(({ code }) => code);
    expect(Object.keys(catalogue.code).sort()).toEqual([...codes].sort());
  });

  it('says that charging stopped only once billing was read back, never because an import told it', () => {
    const words = wordsOf(scripts.zh);
    const told = (billing: Facts['lamps']['billing']) => {
      const { lamps } = facts();
      return scriptOf(facts({ lamps: { ...lamps, billing } }), words);
    };
    const stopped = (script: { say: string[] }) =>
      script.say.some((line) => line.includes('停止。'));
    expect(stopped(told(lamp('active', NOW)))).toBe(false);
    expect(stopped(told(lamp('cancelled', null)))).toBe(false);
    expect(told(lamp('cancelled', null)).silent[0]).toContain('不再收费');
    expect(stopped(told(lamp('cancelled', NOW)))).toBe(true);
    expect(told(lamp('cancelled', NOW)).silent.join()).not.toContain('不再收费');
  });

  it('says that it is done only of a verified case', () => {
    const words = wordsOf(scripts.en);
    const done = scripts.en.standing.verified;
    for (const state of ['open', 'queued', 'sent', 'unknown', 'confirmed', 'held'] as const)
      expect(scriptOf(facts({ state }), words).say).not.toContain(done);
    expect(scriptOf(facts({ state: 'verified' }), words).say).toContain(done);
  });

  it('promises no aim that has passed, and tells what was charged too much', () => {
    const words = wordsOf(scripts.zh);
    const aim = (dueAt: number) =>
      scriptOf(facts({ dueAt }), words).say.some((line) => line.includes('内部目标'));
    expect([aim(NOW + DAY), aim(NOW - 1)]).toEqual([true, false]);
    expect(scriptOf(facts({ overchargeFen: 1000 }), words).say.join()).toContain('¥10.00');
    const refused = facts({ wanted: 'active', overchargeFen: 1000, failureCode: 'POL-01' });
    expect(scriptOf(refused, words).say.join()).not.toContain('¥10.00');
  });

  it('names what can be had instead only where a rule refused, and the end only where it is known', () => {
    const words = wordsOf(scripts.en);
    const said = (change: Partial<Facts>) => scriptOf(facts(change), words).say.join(' ');
    const refused = { wanted: 'active', failureCode: 'POL-01' } as const;
    expect(said({ ...refused, contractEndOn: '2027-03-31' })).toContain('wait_for_end');
    expect(said(refused)).toContain('early_exit');
    expect(said(refused)).not.toContain('wait_for_end');
    expect(said({ failureCode: 'POL-01' })).not.toContain('early_exit');
    expect(said({ wanted: 'active', failureCode: 'SET-02' })).not.toContain('instead');
  });
});
