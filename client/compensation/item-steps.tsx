import { useTranslate } from 'ra-core';
import type { ExplanationStep } from '#contract/compensation.ts';
import type { Step } from '#domain/policy-types.ts';
import type { Step as StepRow } from '../components/index.ts';
import { amountText, groupDigits, partOf, useExplain } from '../policies/explain.tsx';

type Translate = (key: string, args?: Record<string, unknown>) => string;

/** The steps that only a batch has; the rest are the policy's own. */
const own = new Set([
  'explain.joined',
  'explain.cap.month',
  'explain.credited',
  'explain.adjusted',
  'explain.episode',
]);

/** `10-11 08:00` of `2026-10-11T08:00:00`: day and minute in the outage's zone. */
const localMinute = (local = ''): string => local.replace('T', ' ').slice(5, 16);

function ownRow(step: ExplanationStep, index: number, t: Translate): StepRow {
  const { args, unit } = step;
  const key = `${index}.${step.key}`;
  if (step.key === 'explain.episode')
    return {
      key,
      name: <strong>{t('compensation.explain.episode', { no: args.no })}</strong>,
      expression: `${localMinute(args.from)} – ${localMinute(args.to)}`,
      result: '',
    };
  if (step.key === 'explain.joined')
    return {
      key,
      name: t('compensation.explain.joined', { outages: args.outages }),
      expression: `${localMinute(args.from)} – ${localMinute(args.to)}`,
      result: '',
    };
  const result = (
    <span className="r-num">
      {unit === 'fen' ? amountText(step.result, unit, t) : groupDigits(step.result)}
      {unit !== 'fen' && <span className="r-unit">{t(`policies.words.unit.${unit}`)}</span>}
    </span>
  );
  if (step.key === 'explain.cap.month') {
    const cap = amountText(args.cap ?? '', unit, t);
    const used = amountText(args.used ?? '', unit, t);
    return {
      key,
      name: t('compensation.explain.capMonth', { cap }),
      expression:
        args.used === '0'
          ? t('compensation.explain.capUnused')
          : t('compensation.explain.capUsed', { used, expression: groupDigits(step.expression) }),
      result,
    };
  }
  if (step.key === 'explain.credited')
    return {
      key,
      name: t('compensation.explain.credited', { before: amountText(args.before ?? '', unit, t) }),
      expression: t('compensation.explain.creditedBy', {
        expression: groupDigits(step.expression),
        batches: args.batches,
      }),
      result,
    };
  return {
    key,
    name: t('compensation.explain.adjusted', { asked: amountText(args.asked ?? '', unit, t) }),
    expression: args.reason ?? '',
    result,
  };
}

/** Rows for <Steps>: the class's steps as the policy words them, then what concerns only this line. */
export function useItemSteps(): (steps: readonly ExplanationStep[]) => StepRow[] {
  const t = useTranslate() as Translate;
  const explain = useExplain();
  return (steps) => {
    const rows: StepRow[] = [];
    let run: ExplanationStep[] = [];
    let lastPart: number | null = null;
    const flush = () => {
      rows.push(
        ...explain(run as readonly Step[]).map((row) => ({
          ...row,
          key: `${rows.length}.${row.key}`,
        })),
      );
      lastPart = run.reduce((part, step) => partOf(step.key) ?? part, lastPart);
      run = [];
    };
    steps.forEach((step, index) => {
      if (!own.has(step.key)) return void run.push(step);
      flush();
      const row = ownRow(step, index, t);
      const starts = step.key === 'explain.cap.month' && lastPart !== 7;
      rows.push(starts ? { ...row, number: 7 } : row);
    });
    flush();
    return rows;
  };
}
