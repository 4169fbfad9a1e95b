import { describe, expect, it } from 'vitest';
import { defaultPolicyRules } from '#domain/policy-defaults.ts';
import { policyTemplates } from '#domain/policy-templates.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import { policyRules } from '#contract/policy-rules.ts';
import { policyFaults } from '#domain/policy.ts';
import { benefits } from '#domain/policy-types.ts';
import { en } from '../messages/en.ts';
import { zh } from '../messages/zh.ts';
import { createI18nProvider } from '../providers/i18n-provider.ts';
import { edgeBetween } from './BandTable.tsx';
import { clockTime, factor, multipleOf, percent, scaled } from './codec.ts';
import { ruleDifferences } from './differences.ts';
import type { Translate } from './explain-words.ts';
import { at, maybe } from './field.ts';
import { freshRate, freshTerm, rateKindsOf, termAs } from './fresh.ts';
import { moneyTextOf } from './money.ts';
import { ruleRows } from './rule-rows.ts';

const translator = (locale: 'zh' | 'en'): Translate => {
  const provider = createI18nProvider(locale, locale === 'zh' ? zh : en);
  return (key, args) => String(provider.translate(key, args));
};

type Tree = Record<string, unknown>;

/** Copies of the rules, each with one leaf said otherwise. */
function withOneLeafChanged(rules: PolicyRules): [string, PolicyRules][] {
  const found: [string, PolicyRules][] = [];
  const walk = (value: unknown, path: string[]) => {
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
      if (value.length > 0) found.push([path.join('.'), changed(path, value.slice(1))]);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
    } else if (typeof value === 'number') {
      found.push([path.join('.'), changed(path, value === 0 ? 7200 : value * 2)]);
    } else if (typeof value === 'boolean') found.push([path.join('.'), changed(path, !value)]);
  };
  const changed = (path: string[], value: unknown): PolicyRules => {
    const copy = structuredClone(rules) as unknown as Tree;
    const holder = path.slice(0, -1).reduce((tree, key) => tree[key] as Tree, copy);
    holder[path.at(-1) ?? ''] = value;
    return copy as unknown as PolicyRules;
  };
  walk(rules, []);
  return found;
}

describe('the words of a policy', () => {
  it.each(['zh', 'en'] as const)('tell every change of a single rule (%s)', (locale) => {
    const t = translator(locale);
    const changes = withOneLeafChanged(defaultPolicyRules);
    expect(changes.length).toBeGreaterThan(60);
    const silent = changes.filter(
      // Services of a term matter only where counting is per service.
      ([path, after]) =>
        !/rate\.terms\.\d\.services/u.test(path) &&
        ruleDifferences(defaultPolicyRules, after, t).length === 0,
    );
    expect(silent.map(([path]) => path)).toEqual([]);
  });

  it('tell every template in both languages, with no placeholder or key left', () => {
    for (const locale of ['zh', 'en'] as const) {
      const t = translator(locale);
      const texts = policyTemplates.flatMap(({ id, rules }) => [
        ...['name', 'origin', 'text'].map((key) => t(`policies.templates.items.${id}.${key}`)),
        ...Object.values(ruleRows(rules, t)).flatMap((rows) => rows.flatMap(Object.values)),
      ]) as string[];
      expect(texts.filter((text) => /%\{|policies\./u.test(text))).toEqual([]);
    }
  });

  it('show a benefit that was added as added, whatever its place', () => {
    const terms = [freshTerm('money'), ...defaultPolicyRules.rate.terms];
    const after = { ...defaultPolicyRules, rate: { ...defaultPolicyRules.rate, terms } };
    const found = ruleDifferences(defaultPolicyRules, after, translator('en'));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ part: 'rate', label: 'Money', from: null });
  });

  it('write money in the currency of the policy', () => {
    expect(moneyTextOf({ currency: 'CNY', exponent: 2 })(12_900)).toBe('¥129.00');
    expect(moneyTextOf({ currency: 'JPY', exponent: 0 })(394)).toBe('JP¥394');
    expect(moneyTextOf({ currency: 'EUR', exponent: 2 })(150)).toBe('€1.50');
  });
});

describe('the fields of the form', () => {
  it.each([
    ['1.2', 1200, factor],
    ['12.5', 125, percent],
    ['1.5', 5400, multipleOf(3600)],
    ['0.01', 1000, scaled(5)],
    ['08:30', 510, clockTime],
    ['24:00', 1440, clockTime],
  ])('write %s for %d and read it back', (text, value, codec) => {
    expect(codec.parse(text)).toBe(value);
    expect(codec.text(value)).toBe(text);
  });

  it.each([
    ['1.2345', factor],
    ['', factor],
    ['-1', factor],
    ['1e3', factor],
    ['25:00', clockTime],
    ['08:61', clockTime],
  ])('take no %s', (text, codec) => {
    expect(codec.parse(text)).toBeNull();
  });

  it('take away what an optional rule leaves empty, so that nothing is stored for it', () => {
    let term = { ...freshTerm('data'), atLeast: 5 };
    const field = { path: 't', value: term, onChange: (next: typeof term) => (term = next) };
    maybe(field, 'atLeast').onChange(undefined);
    expect('atLeast' in term).toBe(false);
    expect(at(field, 'benefit').path).toBe('t.benefit');
  });

  it('add only terms and rates that can be published', () => {
    for (const benefit of benefits) {
      for (const kind of rateKindsOf(benefit)) {
        const term = { ...freshTerm(benefit), rate: freshRate(kind, benefit) };
        const rules: PolicyRules = {
          ...defaultPolicyRules,
          counting: { basis: 'line', method: { kind: 'blocks', hours: 1, count: 'started' } },
          rate: {
            ...defaultPolicyRules.rate,
            terms: [term, ...benefits.map((b) => termAs(term, b))],
          },
        };
        expect(policyFaults(rules)).toEqual([]);
        expect(policyRules.safeParse(rules).success).toBe(true);
      }
    }
  });

  it('split a band between two others half-way, the last one by a step', () => {
    const bands = [
      { from: 0, perMille: 1000 },
      { from: 5000, perMille: 1100 },
    ];
    expect(edgeBetween(bands, 0, 5000)).toBe(2500);
    expect(edgeBetween(bands, 1, 5000)).toBe(10_000);
  });
});
