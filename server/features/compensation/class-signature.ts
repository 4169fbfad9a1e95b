import { DomainError } from '#domain/errors.ts';
import { asksAccounts, asksReports, asksSuspensions } from '#domain/line-notes.ts';
import type { PolicyInput } from '#domain/policy-types.ts';
import type { BatchPins } from './batch-pins.ts';
import { bitOf } from './exposures.ts';

/**
 * What tells lines of one class code apart, as one integer. From below: a bit for each companion that hit the line; the
 * number of what is known of the line itself; and of its account, how many lines of it are owed and which of them this
 * is. The latter two stand there only where the rules look at them.
 */
type Pinned = Pick<BatchPins, 'companions' | 'notes' | 'policy'>;

/** Of an account no more lines than this share a sum; the rest of them get nothing of it. */
export const MOST_OF_ACCOUNT = 9_999;
export const ACCOUNT_UNIT = MOST_OF_ACCOUNT + 1;

/** Where the number of what is known begins. */
const notesUnit = ({ companions = [] }: Pinned): number => bitOf(companions.length);

/** Whether lines differ in what is known of them, as far as the rules look. */
export const tellsNotes = ({ notes, policy: { rules } }: Pinned): boolean =>
  (asksReports(rules) || asksSuspensions(rules)) && (notes?.sets.length ?? 0) > 1;

const accountsUnit = (pins: Pinned): number =>
  notesUnit(pins) * (tellsNotes(pins) ? (pins.notes?.sets.length ?? 1) : 1);

/** Where each part begins. Throws `errors.batch.tooManyFacts` where no integer would hold all of them. */
export function unitsOf(pins: Pinned): { notes: number; accounts: number } {
  const units = { notes: notesUnit(pins), accounts: accountsUnit(pins) };
  const most = asksAccounts(pins.policy.rules) ? ACCOUNT_UNIT ** 2 : 1;
  if (units.accounts * most > Number.MAX_SAFE_INTEGER)
    throw new DomainError('conflict', 'errors.batch.tooManyFacts');
  return units;
}

/** The companions' bits of a signature: what the line's exposure depends on. */
export const coverageOf = (pins: Pinned, signature: number): number => signature % notesUnit(pins);

/** What is known of lines with a signature. */
export function factsOf(
  pins: Pinned,
  signature: number,
): Pick<PolicyInput, 'reportedAt' | 'suspensions' | 'account'> {
  const above = Math.floor(signature / notesUnit(pins));
  const count = accountsUnit(pins) / notesUnit(pins);
  const account = Math.floor(above / count);
  return {
    ...(pins.notes?.sets[above % count] ?? {}),
    ...(account === 0
      ? {}
      : {
          account: {
            lines: Math.floor(account / ACCOUNT_UNIT),
            position: account % ACCOUNT_UNIT,
          },
        }),
  };
}
