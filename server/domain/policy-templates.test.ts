import { describe, expect, it } from 'vitest';
import type { Responsibility, Severity } from './exposure.ts';
import { at, evaluate, line, outage } from './policy-test-case.ts';
import { defaultPolicyRules } from './policy.ts';
import type { LineFacts, PolicyRules } from './policy.ts';
import { policyTemplate, policyTemplates } from './policy-templates.ts';

const rulesOf = (id: string): PolicyRules => {
  const template = policyTemplate(id);
  if (template === undefined) throw new Error(`no ${id}`);
  return template.rules;
};

/** Five days from a Monday to a Saturday. */
const week = { startAt: at('2026-10-12 08:00'), endAt: at('2026-10-17 08:00') };
const owed = (
  rules: PolicyRules,
  facts: Partial<LineFacts>,
  over: { severity?: Severity; responsibility?: Responsibility; endAt?: number } = {},
) => {
  const result = evaluate({ rules, line: line(facts), outages: [outage({ ...week, ...over })] });
  return Object.fromEntries(result.benefits.map(({ benefit, amount }) => [benefit, amount]));
};

describe('the operator’s own policies', () => {
  it('are the shipped one, and a goodwill on top of it', () => {
    expect(policyTemplates.slice(0, 2).map(({ id, zone, purpose }) => [id, zone, purpose])).toEqual(
      [
        ['CN-STANDARD', 'Asia/Shanghai', undefined],
        ['CN-GOODWILL-FLAT', 'Asia/Shanghai', 'goodwill'],
      ],
    );
    expect(rulesOf('CN-STANDARD')).toBe(defaultPolicyRules);
    expect(policyTemplate('CN-NOTHING')).toBeUndefined();
  });

  it('give goodwill of a gigabyte a line, whoever answers for the outage, but not for works', () => {
    const rules = rulesOf('CN-GOODWILL-FLAT');
    for (const responsibility of ['own', 'third_party', 'force_majeure'] as const)
      expect(owed(rules, {}, { responsibility })).toEqual({ data: 1024 });
    expect(owed(rules, {}, { responsibility: 'customer_equipment' })).toEqual({});
    expect(owed(rules, {}, { endAt: week.startAt + 1_799_000 })).toEqual({});
    expect(rules.caps).toMatchObject({ perMonth: { data: 3072 }, againstOthers: 'add' });
  });

  it('give data that are used first, everywhere, until the end of next month', () => {
    for (const { rules } of policyTemplates) {
      expect(rules.rate.dataTerms).toEqual({
        validity: { kind: 'end_of_next_month' },
        scope: 'national',
        usedFirst: true,
        carriedOver: false,
      });
    }
  });
});

describe('the shipped policy', () => {
  const bands = { monthlyFeeFen: 12_900, dataQuotaMb: 1000, dataRemainingMb: 80 };

  it('scales minutes by fee, data left, responsibility and severity as it scales data', () => {
    const short = { endAt: at('2026-10-12 18:00') };
    // 8 to 9 at ×1, 9 to 18 at ×1.5: 14.5 weighted hours.
    const full = 14.5 * 1.2 * 1.5;
    const voice = { ...bands, planType: 'voice' } as const;
    const bundle = { ...bands, planType: 'bundle' } as const;
    const rules = defaultPolicyRules;
    expect(owed(rules, voice, short)).toEqual({ data: 50 * full, voice: 10 * full });
    expect(owed(rules, bundle, short)).toEqual({
      data: 100 * full,
      voice: Math.ceil(5 * full),
      validity: 1,
    });
    const major = { ...short, responsibility: 'force_majeure' } as const;
    expect(owed(rules, voice, major)).toMatchObject({ voice: Math.ceil(5 * full) });
    expect(owed(rules, bundle, major)).toMatchObject({ voice: Math.ceil(2.5 * full) });
    const slow = { ...major, severity: 'degraded' } as const;
    expect(owed(rules, voice, slow)).toMatchObject({ voice: Math.ceil(2.5 * full) });
  });

  it('counts validity in started days, scaled by what concerns the outage alone', () => {
    const bundle = { ...bands, planType: 'bundle' } as const;
    const validity = (over: Parameters<typeof owed>[2]) =>
      owed(defaultPolicyRules, bundle, over)['validity'];
    expect(validity({})).toBe(5);
    expect(validity({ endAt: week.endAt + 1000 })).toBe(6);
    expect(validity({ responsibility: 'force_majeure' })).toBe(3);
    expect(validity({ severity: 'degraded' })).toBe(3);
  });
});

describe('the refund of KDDI', () => {
  const rules = rulesOf('JP-KDDI-2022');

  it('pays back days without any service, and apologises for the rest alone', () => {
    const paying = { monthlyFeeFen: 3100 };
    expect(owed(rules, paying)).toEqual({ money: 5 * 100 + 200 });
    expect(owed(rules, paying, { severity: 'degraded' })).toEqual({ money: 200 });
  });

  it('gives data where there is no fee to give back', () => {
    expect(owed(rules, { monthlyFeeFen: 0 })).toEqual({ data: 1024 });
  });
});
