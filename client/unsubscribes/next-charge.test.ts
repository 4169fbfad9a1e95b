import { describe, expect, it } from 'vitest';
import type { CaseShow } from '#contract/cases.ts';
import { nextChargeAt } from './next-charge.ts';

const zone = 'Asia/Shanghai';
const at = (text: string) => Date.parse(`${text}:00+08:00`);
const lamp = { actual: 'active', seenAt: null, tone: 'lag' } as const;
const record = {
  ...{ wanted: 'cancelled', state: 'open', monthlyFeeFen: 1000 },
  lamps: { crm: lamp, platform: lamp, network: lamp, billing: lamp },
} satisfies Pick<CaseShow, 'wanted' | 'state' | 'monthlyFeeFen' | 'lamps'>;

describe('the next charge', () => {
  it('is the next bill day of the line, in this month or the next', () => {
    expect(nextChargeAt(record, 25, at('2026-11-20T14:00'), zone)).toBe(at('2026-11-25T00:00'));
    expect(nextChargeAt(record, 1, at('2026-11-20T14:00'), zone)).toBe(at('2026-12-01T00:00'));
  });

  it('is the last day of a month that is too short for the bill day', () => {
    expect(nextChargeAt(record, 31, at('2026-11-20T14:00'), zone)).toBe(at('2026-11-30T00:00'));
  });

  it('is none where billing has stopped, nothing is wanted or the day is not known', () => {
    const now = at('2026-11-20T14:00');
    const stopped = { ...lamp, actual: 'cancelled', tone: 'agree' } as const;
    const lamps = { ...record.lamps, billing: stopped };
    expect(nextChargeAt({ ...record, lamps }, 1, now, zone)).toBeNull();
    expect(nextChargeAt({ ...record, wanted: 'active' }, 1, now, zone)).toBeNull();
    expect(nextChargeAt({ ...record, state: 'verified' }, 1, now, zone)).toBeNull();
    expect(nextChargeAt(record, null, now, zone)).toBeNull();
  });
});
