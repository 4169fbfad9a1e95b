import { useTranslate } from 'ra-core';
import type { ImportRecord } from '#contract/imports.ts';
import { StatusIcon } from '../components/index.ts';
import type { Status } from '../components/index.ts';

export type ImportStep = 'columns' | 'check' | 'result';
const steps: readonly ImportStep[] = ['columns', 'check', 'result'];

interface ImportStepsProps {
  record: ImportRecord;
  current: ImportStep;
  onStep: (step: ImportStep) => void;
}

/** Where the file is; a step that may be gone back to is a button. */
export function ImportSteps({ record, current, onStep }: ImportStepsProps) {
  const t = useTranslate();
  const open = record.state === 'checked' || record.state === 'failed';
  return (
    <ol className="imp-steps" aria-label={t('imports.steps.label')}>
      {steps.map((step, index) => {
        const word = (
          <>
            <StatusIcon status={statusOf(step, record)} />
            {`${index + 1} ${t(`imports.steps.${step}`)}`}
          </>
        );
        const here = step === current;
        return (
          <li key={step} aria-current={here ? 'step' : undefined}>
            {open && step !== 'result' && !here ? (
              <button type="button" onClick={() => onStep(step)}>
                {word}
              </button>
            ) : (
              <span>{word}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function statusOf(step: ImportStep, { state, missing }: ImportRecord): Status {
  if (state === 'cancelled') return step === 'result' ? 'held' : 'none';
  const order = {
    uploaded: 0,
    receiving: 0,
    checking: 1,
    checked: 1,
    failed: 1,
    committing: 2,
    committed: 2,
  };
  const at = order[state];
  const own = steps.indexOf(step);
  if (own < at) return 'ok';
  if (own > at) return 'open';
  if (state === 'checking' || state === 'committing') return 'flight';
  if (state === 'failed') return 'bad';
  if (state === 'uploaded') return missing.length > 0 ? 'wait' : 'ok';
  return 'ok';
}
