/** How a number may be written: separators people and systems put between digits, and marks that come along when pasting. */
const SEPARATORS = /[\s\-\u2010-\u2015\u2212()\u00ad\u200b-\u200f\u202a-\u202e\u2060]/gu;
const MAINLAND_MOBILE = /^(?:\+86|86|0086)?(1[3-9][0-9]{9})$/u;
const LONGEST_WRITING = 64;

/**
 * The E.164 form ('+86' and 11 digits) of a mainland mobile number in any usual way of writing:
 * spaces, hyphens, brackets, +86, 0086 or 86 before it, full-width digits. Null when it cannot be one.
 */
export function normaliseMsisdn(input: string): string | null {
  if (input.length > LONGEST_WRITING) return null;
  const plain = toHalfWidth(input).replace(SEPARATORS, '');
  const national = MAINLAND_MOBILE.exec(plain)?.[1];
  return national === undefined ? null : `+86${national}`;
}

/** '138****0000': the national form with its middle hidden. What is no number comes out wholly hidden. */
export function maskMsisdn(msisdn: string): string {
  const e164 = normaliseMsisdn(msisdn);
  return e164 === null ? '****' : maskNational(e164.slice(3));
}

const MOBILE_IN_RUN = /1[3-9][0-9]{9}/gu;
const MOBILE_AT_END = /^1[3-9][0-9]{9}$/u;
const DIGIT_RUN = /[0-9]{11,}/gu;
/** The usual groupings of a separated number: 3-4-4, 3-3-5, 4-3-4, 4-4-3, 5-6, 7-4, 3-8. */
const GROUPED = new RegExp(
  `(?<![0-9])1[3-9](?:${[
    '[0-9]S[0-9]{4}S[0-9]{4}',
    '[0-9]S[0-9]{3}S[0-9]{5}',
    '[0-9]{2}S[0-9]{3}S[0-9]{4}',
    '[0-9]{2}S[0-9]{4}S[0-9]{3}',
    '[0-9]{3}S[0-9]{6}',
    '[0-9]{5}S[0-9]{4}',
    '[0-9]S[0-9]{8}',
  ]
    .join('|')
    .replaceAll('S', '[ .\\-]{1,2}')})(?![0-9])`,
  'gu',
);

/**
 * The text with every mobile number in it masked, also where a number is part of an identifier
 * ('17004305359-603310') or of a longer run of digits. Other characters stay word for word.
 */
export function redactNumbers(text: string): string {
  // Positions must not move, so only characters that map one to one are folded for the search.
  const folded = fold(text);
  const hidden = [...groupedSpans(folded), ...runSpans(folded)];
  if (hidden.length === 0) return text;
  const units = text.split('');
  for (const position of hidden) units[position] = '*';
  return units.join('');
}

function maskNational(national: string): string {
  return `${national.slice(0, 3)}****${national.slice(7)}`;
}

function toHalfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/gu, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
}

function fold(text: string): string {
  return toHalfWidth(text)
    .replace(/[\u2010-\u2015\u2212]/gu, '-')
    .replace(/[\u00a0\u2000-\u200b\u202f\u3000\t]/gu, ' ');
}

/** Positions of the digits to hide (the fourth to the seventh) of numbers written in groups. */
function groupedSpans(folded: string): number[] {
  const hidden: number[] = [];
  for (const match of folded.matchAll(GROUPED)) {
    let seen = 0;
    for (let i = 0; i < match[0].length; i += 1) {
      if (!/[0-9]/u.test(match[0].charAt(i))) continue;
      seen += 1;
      if (seen > 3 && seen < 8) hidden.push(match.index + i);
    }
  }
  return hidden;
}

/** Positions to hide in unbroken runs: a number at the run's end first (date + number), else from the left. */
function runSpans(folded: string): number[] {
  const hidden: number[] = [];
  const hide = (start: number): void => {
    for (let i = 3; i < 7; i += 1) hidden.push(start + i);
  };
  for (const run of folded.matchAll(DIGIT_RUN)) {
    let end = run[0].length;
    while (MOBILE_AT_END.test(run[0].slice(Math.max(0, end - 11), end))) {
      end -= 11;
      hide(run.index + end);
    }
    for (const match of run[0].slice(0, end).matchAll(MOBILE_IN_RUN)) {
      hide(run.index + match.index);
    }
  }
  return hidden;
}
