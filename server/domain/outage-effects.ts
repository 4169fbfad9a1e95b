/** What an outage made customers do, as counted elsewhere. */
export const effectKinds = ['complaint', 'port_out', 'satisfaction'] as const;
export type EffectKind = (typeof effectKinds)[number];

/** Whether those customers had been compensated. */
export const compensatedWords = ['yes', 'no', 'unknown'] as const;
export type Compensated = (typeof compensatedWords)[number];

/** Scores have at most two decimals and lie between 0 and 10. */
const SCORE = /^(?:10(?:\.0{1,2})?|[0-9](?:\.[0-9]{1,2})?)$/u;

/** '4.25' is 425; null for what is no score. */
export function scoreHundredthsOf(text: string): number | null {
  if (!SCORE.test(text)) return null;
  const [whole = '', part = ''] = text.split('.');
  return Number(whole) * 100 + Number(part.padEnd(2, '0'));
}
