import { describe, expect, it } from 'vitest';
import { DomainError } from './errors.ts';
import {
  canonicalFacts,
  factChanges,
  impactsOf,
  needsAgreement,
  outageFactKeys,
  worstSeverity,
} from './outage-facts.ts';
import type { OutageFacts } from './outage-facts.ts';
import { scoreHundredthsOf } from './outage-effects.ts';

const facts = (over: Partial<OutageFacts> = {}): OutageFacts => ({
  title: 'Fibre cut',
  zone: 'Asia/Shanghai',
  services: [{ service: 'data', severity: 'full', startedAt: null, endedAt: null }],
  scopeBasis: 'home_area',
  areaCodes: ['330100'],
  siteCodes: [],
  cause: 'fibre_cut',
  responsibility: 'own',
  responsibleParty: null,
  evidenceNote: null,
  announcedAt: null,
  detectedAt: null,
  startedAt: 1_000_000,
  endedAt: 5_000_000,
  emergencyCallsAffected: false,
  importantCustomers: 0,
  regulatorToldAt: null,
  ...over,
});

describe('the facts of a revision as text', () => {
  it('have the same bytes whatever the order in which they were given', () => {
    const shuffled = Object.fromEntries(
      Object.entries(facts()).reverse(),
    ) as unknown as OutageFacts;
    shuffled.services = [{ endedAt: null, startedAt: null, severity: 'full', service: 'data' }];
    expect(canonicalFacts(shuffled)).toBe(canonicalFacts(facts()));
    expect(Object.keys(JSON.parse(canonicalFacts(facts())) as object)).toEqual(
      outageFactKeys.slice(0, 17),
    );
    expect((JSON.parse(canonicalFacts(facts())) as OutageFacts).services).toEqual(facts().services);
  });

  it('leave out the facts that came later where they say nothing, so that old hashes stand', () => {
    const silent = facts({ attachedListId: null, parentId: null, evidenceIds: [] });
    expect(canonicalFacts(silent)).toBe(canonicalFacts(facts()));
    const telling = { attachedListId: 'L1', parentId: 'O2', evidenceIds: ['ab'] };
    expect(JSON.parse(canonicalFacts(facts(telling)))).toMatchObject(telling);
    expect(JSON.parse(canonicalFacts(facts()))).toMatchObject({
      endedAt: 5_000_000,
      siteCodes: [],
    });
    expect(JSON.parse(canonicalFacts(facts({ endedAt: null })))).toHaveProperty('endedAt', null);
  });

  it('name what a revision changed, and nothing else', () => {
    const after = facts({ endedAt: 6_000_000, areaCodes: ['330100', '330200'], parentId: 'O2' });
    expect(factChanges(facts(), after)).toEqual([
      { field: 'areaCodes', from: ['330100'], to: ['330100', '330200'] },
      { field: 'endedAt', from: 5_000_000, to: 6_000_000 },
      { field: 'parentId', from: null, to: 'O2' },
    ]);
    expect(factChanges(facts(), facts({ attachedListId: null }))).toEqual([]);
  });
});

describe('what an outage did to its services', () => {
  const voice = { service: 'voice', severity: 'degraded', startedAt: 2_000_000 } as const;

  it('lasts as long as the outage, or as the service itself says', () => {
    const services = [...facts().services, { ...voice, endedAt: 3_000_000 }];
    expect(impactsOf('O1', facts({ services, announcedAt: 7 }))).toEqual([
      {
        outageId: 'O1',
        service: 'data',
        severity: 'full',
        responsibility: 'own',
        announcedAt: 7,
        causeCode: 'fibre_cut',
        startAt: 1_000_000,
        endAt: 5_000_000,
      },
      expect.objectContaining({ service: 'voice', startAt: 2_000_000, endAt: 3_000_000 }),
    ]);
  });

  it('needs an end: the present where it is still open', () => {
    const open = facts({ endedAt: null });
    expect(impactsOf('O1', open, 9_000_000)).toMatchObject([{ endAt: 9_000_000 }]);
    expect(impactsOf('O1', facts(), 9_000_000)).toMatchObject([{ endAt: 5_000_000 }]);
    expect(() => impactsOf('O1', open)).toThrow(
      new DomainError('conflict', 'errors.outages.stillOpen'),
    );
  });

  it('never ends before it starts: a service that fails later than now has not failed yet', () => {
    const open = facts({ endedAt: null, services: [{ ...voice, endedAt: null }] });
    expect(impactsOf('O1', open, 1_500_000)).toMatchObject([
      { startAt: 2_000_000, endAt: 2_000_000 },
    ]);
  });
});

it('only force majeure and third party need a manager to agree', () => {
  expect((['force_majeure', 'third_party'] as const).map(needsAgreement)).toEqual([true, true]);
  expect((['own', 'planned', 'customer_equipment'] as const).some(needsAgreement)).toBe(false);
});

it('an outage is as bad as its worst service', () => {
  expect(worstSeverity([{ severity: 'degraded' }, { severity: 'full' }])).toBe('full');
  expect(worstSeverity([{ severity: 'degraded' }])).toBe('degraded');
});

it.each([
  ['10', 1000],
  ['10.0', 1000],
  ['4.25', 425],
  ['4.2', 420],
  ['0', 0],
  ['10.01', null],
  ['11', null],
  ['4.255', null],
  ['-1', null],
  ['4.', null],
  ['x4', null],
  ['4x', null],
])('a score written %j is %j hundredths', (text, hundredths) => {
  expect(scoreHundredthsOf(text)).toBe(hundredths);
});
