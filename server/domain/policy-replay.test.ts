import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { episodesOf } from './exposure.ts';
import { classFacts, defaultPolicyRules, evaluatePolicy, impactFactors } from './policy.ts';
import type { PolicyInput } from './policy.ts';
import { canonicalText, factsOf, inputOf, recordEvaluation, replay } from './policy-replay.ts';
import { at, line, outage, profile, zone } from './policy-test-case.ts';
import { sha256Hex } from './sha256.ts';
import { compileProfile } from './weights.ts';

function inputFor(startAt: number, endAt: number): PolicyInput {
  const impacts = impactFactors([outage({ startAt, endAt })], defaultPolicyRules);
  const [episode] = episodesOf(impacts, 'line');
  if (episode === undefined) throw new Error('no episode');
  return { line: classFacts(line(), defaultPolicyRules), episode, profile, zone };
}

const worked = inputFor(at('2026-10-10 17:30'), at('2026-10-10 23:15'));

describe('SHA-256', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ])('of %j is that of the standard', (text, hash) => {
    expect(sha256Hex(text)).toBe(hash);
  });

  it('agrees with the one of Node for any text, at the edges of blocks too', () => {
    const builtIn = (text: string) => createHash('sha256').update(text).digest('hex');
    for (let length = 50; length < 140; length += 1) {
      const text = '补'.repeat(length % 7) + 'x'.repeat(length);
      expect(sha256Hex(text)).toBe(builtIn(text));
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(sha256Hex(text)).toBe(builtIn(text));
      }),
    );
  });
});

describe('a kept evaluation', () => {
  it('gives the same bytes again from its facts and rules alone', () => {
    const kept = recordEvaluation(defaultPolicyRules, worked);
    const again = replay(kept.facts, kept.rules);
    expect(again).toBe(kept.result);
    expect(sha256Hex(again)).toBe(kept.resultHash);
    expect(JSON.parse(again)).toEqual(evaluatePolicy(defaultPolicyRules, worked));
  });

  it('names facts and rules by hashes that no order of keys changes, and every fact does', () => {
    const kept = recordEvaluation(defaultPolicyRules, worked);
    const turned = Object.fromEntries(Object.entries(defaultPolicyRules).reverse());
    const same = recordEvaluation(turned as unknown as typeof defaultPolicyRules, worked);
    expect([same.rulesHash, same.factsHash]).toEqual([kept.rulesHash, kept.factsHash]);
    const longer = recordEvaluation(
      defaultPolicyRules,
      inputFor(at('2026-10-10 17:30'), at('2026-10-10 23:16')),
    );
    expect(longer.factsHash).not.toBe(kept.factsHash);
    expect(longer.resultHash).not.toBe(kept.resultHash);
    expect(longer.rulesHash).toBe(kept.rulesHash);
  });

  it('is the same as one that was rebuilt from its facts', () => {
    const rebuilt = inputOf(factsOf(worked));
    expect(canonicalText(factsOf(rebuilt))).toBe(canonicalText(factsOf(worked)));
  });

  it('keeps the years of the calendar around the episode only, also from an early report', () => {
    const facts = factsOf(worked);
    expect(Object.keys(facts.profile.calendar.years)).toEqual(['2025', '2026']);
    const early = factsOf({ ...worked, reportedAt: at('2024-12-31 10:00') });
    expect(Object.keys(early.profile.calendar.years)).toEqual(['2023', '2024', '2025', '2026']);
  });

  it('keeps the year after an episode too, and none beyond', () => {
    const old = inputFor(at('2024-06-10 17:30'), at('2024-06-10 23:15'));
    expect(Object.keys(factsOf(old).profile.calendar.years)).toEqual(['2023', '2024', '2025']);
  });

  it('keeps the days off of a country whose weekend is another', () => {
    const calendar = { ...profile.calendar, weekend: [5, 6] };
    const abroad = { ...worked, profile: compileProfile(profile.bands, calendar, zone) };
    // A Friday, which weighs as a weekend there.
    const friday = inputFor(at('2026-10-16 08:00'), at('2026-10-16 20:00')).episode;
    const kept = recordEvaluation(defaultPolicyRules, { ...abroad, episode: friday });
    expect(replay(kept.facts, kept.rules)).toBe(kept.result);
    expect(factsOf(abroad).profile.calendar.weekend).toEqual([5, 6]);
    expect(factsOf(worked).profile.calendar).not.toHaveProperty('weekend');
  });
});
