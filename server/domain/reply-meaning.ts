/** What a customer's short answer means. Only whole, plain answers count; anything else is left to people. */
export type ReplyMeaning = 'yes' | 'no' | 'solved' | 'unsolved' | 'offer' | 'other';

const MEANINGS: Readonly<Record<string, ReplyMeaning>> = {
  Y: 'yes',
  YES: 'yes',
  是: 'yes',
  确认: 'yes',
  N: 'no',
  NO: 'no',
  否: 'no',
  取消: 'no',
  '1': 'solved',
  '2': 'unsolved',
  TD01: 'offer',
};

export function meaningOf(text: string): ReplyMeaning {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/[.。!\s]+$/u, '')
    .toUpperCase();
  return Object.hasOwn(MEANINGS, plain) ? (MEANINGS[plain] ?? 'other') : 'other';
}
