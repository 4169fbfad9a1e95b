/** What can be had instead of a cancel that a rule refuses; the contract's kinds of offers. */
type Alternative = 'early_exit' | 'wait_for_end' | 'change_plan' | 'suspend';

const byCode: Readonly<Record<string, readonly Alternative[]>> = {
  'POL-01': ['early_exit', 'wait_for_end'],
  'POL-02': ['wait_for_end', 'change_plan'],
  'POL-03': ['change_plan'],
  'POL-09': ['suspend', 'change_plan'],
};

/**
 * What may be offered for a failure code. Waiting for the end needs an end that is known; a code that is no refusal
 * has no alternative, because what was asked for is owed.
 */
export function alternativesOf(
  failureCode: string,
  contractEndOn: string | null,
): readonly Alternative[] {
  return (byCode[failureCode] ?? []).filter(
    (kind) => kind !== 'wait_for_end' || contractEndOn !== null,
  );
}
