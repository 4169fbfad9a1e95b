import { describe, expect, it } from 'vitest';
import { reviewDue } from './rule-review.ts';

const none = { refusals: 0, waivers: 0, complaints: 0, solved: 0, unsolved: 0 };

describe('A rule asks for a review', () => {
  it.each([
    [none, null],
    [{ ...none, complaints: 4, waivers: 9, refusals: 499, solved: 9, unsolved: 10 }, null],
    [{ ...none, complaints: 5, waivers: 10 }, 'complaints'],
    [{ ...none, waivers: 10 }, 'waivers'],
    [{ ...none, solved: 10, unsolved: 10 }, 'unsolved'],
    [{ ...none, solved: 11, unsolved: 10 }, null],
    [{ ...none, refusals: 500 }, 'refusals'],
    [{ ...none, solved: 0, unsolved: 19 }, null],
    [{ ...none, solved: 0, unsolved: 20, refusals: 500 }, 'unsolved'],
    [{ ...none, waivers: 10, unsolved: 20 }, 'waivers'],
  ] as const)('with %j: %s', (figures, due) => {
    expect(reviewDue(figures)).toBe(due);
  });
});
