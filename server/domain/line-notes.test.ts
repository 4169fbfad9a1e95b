import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  asksAnswer,
  asksLineNotes,
  lookedAt,
  nothingKnown,
  withNote,
  type LineNote,
} from './line-notes.ts';
import { defaultPolicyRules } from './policy.ts';

const note = fc.record({
  kind: fc.constantFrom('reported', 'claimed', 'accepted', 'suspended'),
  at: fc.nat(50),
  untilAt: fc.integer({ min: 51, max: 60 }),
  reason: fc.constantFrom('war', 'maintenance'),
}) as fc.Arbitrary<LineNote>;

it('the order in which things become known, and how often, changes nothing', () => {
  fc.assert(
    fc.property(fc.array(note, { maxLength: 12 }), fc.gen(), (notes, gen) => {
      const known = notes.reduce(withNote, nothingKnown);
      const shuffled = gen(fc.shuffledSubarray, notes, { minLength: notes.length });
      const again = [...shuffled, ...shuffled].reduce(withNote, nothingKnown);
      expect(JSON.stringify(sorted(again))).toBe(JSON.stringify(sorted(known)));
      const reports = notes.filter(({ kind }) => kind === 'reported').map(({ at }) => at);
      expect(known.set.reportedAt).toBe(reports.length === 0 ? undefined : Math.min(...reports));
    }),
  );
  function sorted({ set, ...rest }: ReturnType<typeof withNote>) {
    return { ...rest, at: set.reportedAt ?? null, suspensions: set.suspensions ?? [] };
  }
});

it('rules see of a line only what they ask for', () => {
  const { counting } = defaultPolicyRules;
  const set = { reportedAt: 5, suspensions: [{ startAt: 1, endAt: 2, reason: 'war' as const }] };
  expect(lookedAt(defaultPolicyRules, set)).toEqual({});
  expect(asksLineNotes(defaultPolicyRules)).toBe(false);
  const reports = { ...defaultPolicyRules, counting: { ...counting, clock: { kind: 'report' } } };
  expect(lookedAt(reports as typeof defaultPolicyRules, set)).toEqual({ reportedAt: 5 });
  const stops = {
    ...defaultPolicyRules,
    counting: { ...counting, suspensions: [{ kind: 'recorded', reason: 'war' }] },
  };
  expect(lookedAt(stops as typeof defaultPolicyRules, set)).toEqual({
    suspensions: set.suspensions,
  });
});

it('an answer is asked for where the policy pays on claim or by offer, also as the other way', () => {
  expect(asksAnswer({})).toBeNull();
  expect(asksAnswer({ delivery: { kind: 'automatic' } })).toBeNull();
  expect(asksAnswer({ delivery: { kind: 'on_claim', withinDays: 5 } })).toBe('claimed');
  expect(asksAnswer({ delivery: { kind: 'offered', withinDays: null } })).toBe('accepted');
  const threshold = { seconds: 1, operator: '>=', measure: 'continuous' } as const;
  const otherwise = { kind: 'on_claim', withinDays: null } as const;
  expect(asksAnswer({ delivery: { kind: 'automatic_when', threshold, otherwise } })).toBe(
    'claimed',
  );
});
