import { describe, expect, it } from 'vitest';
import { compileMapping } from './classification.ts';
import { defaultMapping } from './default-mapping.ts';
import { actualStates } from './lamps.ts';
import {
  differenceKinds,
  differenceOf,
  differenceTexts,
  RECONCILIATION,
} from './reconciliation.ts';

const states = (crm: string, platform: string, network = 'unknown', billing = 'unknown') =>
  ({ crm, platform, network, billing }) as Parameters<typeof differenceOf>[0];

describe('how the systems differ', () => {
  it.each([
    ['active', 'active', null],
    ['cancelled', 'active', 'PLATFORM_ONLY'],
    ['absent', 'active', 'PLATFORM_ONLY'],
    ['active', 'cancelled', 'CRM_ONLY'],
    ['active', 'absent', 'CRM_ONLY'],
    ['cancelled', 'absent', null],
    ['absent', 'cancelled', null],
    ['unknown', 'active', null],
    ['active', 'unknown', null],
    ['cancelled', 'unknown', null],
  ])('CRM %s, platform %s: %s', (crm, platform, kind) => {
    expect(differenceOf(states(crm, platform))).toBe(kind);
  });

  it('looks at billing and the network only where the relation is over on both sides', () => {
    expect(differenceOf(states('cancelled', 'absent', 'active', 'active'))).toBe('BILLING_ONLY');
    expect(differenceOf(states('cancelled', 'absent', 'active', 'cancelled'))).toBe('NETWORK_ONLY');
    expect(differenceOf(states('active', 'active', 'absent', 'absent'))).toBeNull();
  });

  it('never finds one where a system that decides is not known', () => {
    for (const state of actualStates) {
      expect(differenceOf(states('unknown', state, 'active', 'active'))).toBeNull();
      expect(differenceOf(states(state, 'unknown', 'active', 'active'))).toBeNull();
    }
  });
});

describe('what a difference is called', () => {
  const classify = compileMapping(defaultMapping);
  const codes = ['SYN-01', 'SYN-02', 'SYN-03', 'SYN-05'];

  it.each(differenceKinds.map((kind, at) => [kind, codes[at]]))('%s is %s', (kind, code) => {
    const raw = { sourceSystem: RECONCILIATION, rawCode: kind, rawText: differenceTexts[kind] };
    expect(classify(raw).failureCode).toBe(code);
    // Also by an older mapping, which knows the words only.
    expect(classify({ ...raw, rawCode: 'other' }).failureCode).toBe(code);
  });
});
