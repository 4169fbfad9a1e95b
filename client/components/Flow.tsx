import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { StatusIcon } from './StatusIcon.tsx';
import type { Status } from './StatusIcon.tsx';
import { useLocaleName } from './Values.tsx';
import { formatDuration, formatNumber } from './format.ts';

export interface ProgressPart {
  status: Status;
  count: number;
  label: string;
}

interface ProgressBarProps {
  done: number;
  total: number;
  label: string;
  /** Results by status, in the bar's colours; one accent bar without them. */
  parts?: readonly ProgressPart[];
  /** Units per minute, when known. */
  ratePerMinute?: number | null;
  /** Time left, when known. */
  leftMs?: number | null;
  onCancel?: () => void;
}

/** Long work: how far, how fast, how long still, and a way to stop it. */
export function ProgressBar(props: ProgressBarProps) {
  const { done, total, label, parts, ratePerMinute, leftMs, onCancel } = props;
  const t = useTranslate();
  const locale = useLocaleName();
  const share = (count: number) => `${total === 0 ? 0 : (count / total) * 100}%`;
  const bars: readonly ProgressPart[] = parts ?? [{ status: 'flight', count: done, label }];
  const facts = [
    t('common.progress.of', {
      done: formatNumber(done, locale),
      total: formatNumber(total, locale),
    }),
    ratePerMinute
      ? t('common.progress.rate', { rate: formatNumber(Math.round(ratePerMinute), locale) })
      : '',
    leftMs ? t('common.progress.left', { left: formatDuration(leftMs) }) : '',
  ];
  return (
    <div className="r-progress">
      <div
        className="r-progress__bar"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
      >
        {bars.map((part) => (
          <span
            key={part.status}
            className={`r-fill-${part.status}`}
            style={{ width: share(part.count) }}
            title={`${part.label} ${part.count}`}
          />
        ))}
      </div>
      <div className="r-progress__facts">
        <span>{facts.filter((fact) => fact !== '').join(' · ')}</span>
        {onCancel !== undefined && (
          <Button kind="bad" onClick={onCancel}>
            {t('common.progress.cancel')}
          </Button>
        )}
      </div>
    </div>
  );
}

export interface TimelineEntry {
  id: string;
  when: ReactNode;
  status: Status;
  title: ReactNode;
  detail?: ReactNode;
  who?: ReactNode;
  result?: ReactNode;
}

/** One list of what happened, newest first as it is given. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <ol className="r-timeline">
      {entries.map((entry) => (
        <li key={entry.id}>
          <span className="r-timeline__when">{entry.when}</span>
          <StatusIcon status={entry.status} />
          <div className="r-timeline__what">
            <p>{entry.title}</p>
            {entry.detail !== undefined && <p className="r-note">{entry.detail}</p>}
          </div>
          <span className="r-timeline__who">{entry.who}</span>
          <span className="r-timeline__result">{entry.result}</span>
        </li>
      ))}
    </ol>
  );
}

export interface Step {
  key: string;
  /** The part of the policy: 1 to 7; rows of the same part leave it out. */
  number?: number;
  name: ReactNode;
  expression?: ReactNode;
  result: ReactNode;
  /** The row that the field in focus touches. */
  touched?: boolean;
}

/** A calculation as numbered rows: name, expression beneath, result at the right, then the result. */
export function Steps(props: {
  steps: readonly Step[];
  result?: { label: ReactNode; note?: ReactNode; value: ReactNode };
}) {
  const { steps, result } = props;
  return (
    <div>
      <ol className="r-steps">
        {steps.map((step) => (
          <li
            key={step.key}
            className={step.touched ? 'r-steps__row r-steps__row--touched' : 'r-steps__row'}
          >
            <span className="r-steps__number">{step.number}</span>
            <span className="r-steps__name">{step.name}</span>
            <span className="r-steps__result">{step.result}</span>
            {step.expression !== undefined && (
              <span className="r-steps__expression">{step.expression}</span>
            )}
          </li>
        ))}
      </ol>
      {result !== undefined && (
        <div className="r-steps__total">
          <span>
            <strong>{result.label}</strong>
            {result.note !== undefined && <span className="r-note">{result.note}</span>}
          </span>
          <output>{result.value}</output>
        </div>
      )}
    </div>
  );
}

export interface StageItem {
  key: string;
  label: ReactNode;
  note?: ReactNode;
  state: 'done' | 'stopped' | 'current' | 'ahead';
}

/** The stages a request or a batch passes, as one bar. */
export function StageBar({ stages, label }: { stages: readonly StageItem[]; label: string }) {
  return (
    <ol className="r-stages" aria-label={label}>
      {stages.map((stage) => (
        <li
          key={stage.key}
          className={`r-stages__item r-stages__item--${stage.state}`}
          aria-current={stage.state === 'stopped' || stage.state === 'current' ? 'step' : undefined}
        >
          <span>{stage.label}</span>
          <small>{stage.note}</small>
        </li>
      ))}
    </ol>
  );
}
