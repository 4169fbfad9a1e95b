/** What a review of a rule may end with. */
export const ruleOutcomes = ['keep', 'change_rule', 'change_text'] as const;
export type RuleOutcome = (typeof ruleOutcomes)[number];

export const reviewTriggers = ['person', 'complaints', 'waivers', 'unsolved', 'refusals'] as const;
export type ReviewTrigger = (typeof reviewTriggers)[number];

export interface Figures {
  refusals: number;
  waivers: number;
  complaints: number;
  solved: number;
  unsolved: number;
}

/** Numbers of 30 days from which on a rule is looked at again; internal targets. */
export const reviewThresholds = {
  days: 30,
  complaints: 5,
  waivers: 10,
  /** Of so many answers at least half say "not solved". */
  answers: 20,
  refusals: 500,
  /** A rule is not reviewed again so soon because of its numbers. */
  restDays: 30,
} as const;

/** Which number asks for a review; the gravest first, or null. */
export function reviewDue(figures: Figures): Exclude<ReviewTrigger, 'person'> | null {
  const answers = figures.solved + figures.unsolved;
  if (figures.complaints >= reviewThresholds.complaints) return 'complaints';
  if (figures.waivers >= reviewThresholds.waivers) return 'waivers';
  if (answers >= reviewThresholds.answers && figures.unsolved * 2 >= answers) return 'unsolved';
  return figures.refusals >= reviewThresholds.refusals ? 'refusals' : null;
}
