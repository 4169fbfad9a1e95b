import { useTranslate } from 'ra-core';
import type { Step } from '#domain/policy-types.ts';
import { StatusWord, useLocaleName } from '../components/index.ts';
import type { Step as StepRow } from '../components/index.ts';
import { explainStep } from './explain-words.ts';
import type { Translate } from './explain-words.ts';
import type { MoneyText } from './money.ts';

export { groupDigits } from '../weights/digits.ts';
export { amountText, bandText, explainStep, partOf, yuanText } from './explain-words.ts';

/** Rows for <Steps> out of the calculator's steps; a part's number stands on its first row only. */
export function useExplain(money?: MoneyText): (steps: readonly Step[]) => StepRow[] {
  const t = useTranslate();
  const locale = useLocaleName();
  return (steps) => {
    let lastPart: number | null = null;
    return steps.map((step, index) => {
      const told = explainStep(step, t as Translate, locale, money);
      const starts = told.part !== null && told.part !== lastPart;
      lastPart = told.part ?? lastPart;
      return {
        key: `${index}.${step.key}`,
        ...(starts ? { number: told.part as number } : {}),
        name: told.name,
        ...(told.expression === '' ? {} : { expression: told.expression }),
        result: step.key.startsWith('explain.eligibility.') ? (
          <StatusWord status={step.result === 'yes' ? 'ok' : 'none'}>{told.result}</StatusWord>
        ) : (
          <span className="r-num">
            {told.result}
            {told.unit !== '' && <span className="r-unit">{told.unit}</span>}
          </span>
        ),
      };
    });
  };
}
